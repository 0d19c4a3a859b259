/** Owns the layout of a certificate of the moderation root (`EO01`, 216 bytes). */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "./layout";

export const certificateRoles = { moderator: 3, reportTeam: 4 } as const;
export type CertificateRole = (typeof certificateRoles)[keyof typeof certificateRoles];

/** Signed bytes in front of the signature. */
export const certificateSignedSize = 152;

export interface Certificate {
  readonly role: CertificateRole;
  readonly serial: Bytes;
  /** The moderator, or the id of the report team. */
  readonly userId: Bytes;
  readonly stmtHash: Bytes;
  readonly edPk: Bytes;
  readonly xPk: Bytes;
  /** ms since 1970; valid from this moment … */
  readonly notBefore: number;
  /** … until before this one. */
  readonly notAfter: number;
}

export interface SignedCertificate extends Certificate {
  readonly signature: Bytes;
}

/** Reads a certificate; the signature is not checked. @throws E_FORMAT, E_RANGE */
export function parseCertificate(bytes: Uint8Array): SignedCertificate {
  const reader = new Reader(bytes);
  reader.frame("EO01");
  const role = reader.u8();
  if (role !== certificateRoles.moderator && role !== certificateRoles.reportTeam)
    throw new CodedError("E_FORMAT", "role");
  reader.zeros(2);
  const certificate = {
    role,
    serial: reader.bytes(16),
    userId: reader.bytes(16),
    stmtHash: reader.bytes(32),
    edPk: reader.bytes(32),
    xPk: reader.bytes(32),
    notBefore: reader.u64(),
    notAfter: reader.u64(),
    signature: reader.bytes(64),
  };
  reader.end();
  return certificate;
}

/** Writes the 152 bytes that are signed. @throws E_FORMAT for a field of a wrong length, E_RANGE */
export function encodeCertificate(certificate: Certificate): Bytes {
  return new Writer()
    .frame("EO01")
    .u8(certificate.role)
    .zeros(2)
    .bytes(certificate.serial, 16)
    .bytes(certificate.userId, 16)
    .bytes(certificate.stmtHash, 32)
    .bytes(certificate.edPk, 32)
    .bytes(certificate.xPk, 32)
    .u64(certificate.notBefore)
    .u64(certificate.notAfter)
    .finish();
}
