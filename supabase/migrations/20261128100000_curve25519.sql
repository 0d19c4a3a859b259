-- Curve25519: the arithmetic of public keys in the database, so that no key of no use is taken for anybody's.
--
-- Points are read strictly, exactly as clients read them (lib/crypto/primitives.ts, keys.ts; RFC 8032, 5.1.3): a y below p,
-- no sign on x = 0. Plain arithmetic on numeric, no extension. Coordinates are residues between -p and p; what is secret
-- never comes here, so nothing is in constant time.
-- What the server learns: nothing. Who reads, who writes: nobody; it is arithmetic.
-- Tested in: ed25519.test.ts, against the clients' own checks.

create function private.d(label text) returns bytea
  language sql immutable parallel safe
  return set_byte('\x00'::bytea, 0, 13 + length(label)) || ('chat-e2ee/v1/' || label)::bytea;
comment on function private.d(text) is 'D of the protocol: the length-prefixed label before what is signed.';

create function private.little_endian(bytes bytea) returns numeric
  language plpgsql immutable parallel safe
  set search_path = ''
as $$
declare
  n numeric := 0;
begin
  for i in reverse octet_length(bytes) - 1 .. 0 loop
    n := n * 256 + get_byte(bytes, i);
  end loop;
  return n;
end $$;
comment on function private.little_endian(bytea) is 'The number that these bytes write, lowest first.';

create function private.ed25519_root(ratio_u numeric, ratio_v numeric) returns numeric
  language plpgsql immutable parallel safe
  set search_path = ''
as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  root_of_minus_one constant numeric := 19681161376707505956807079304988542015446066515923890162744021073123829784752;
  z numeric := (ratio_v * ratio_v) % p;
  z3 numeric := (z * ratio_v) % p;
  x numeric;
  f numeric;
  g numeric;
  h numeric;
begin
  -- z = u·v^7, raised to (p - 5) / 8 = 2^252 - 3 by way of 2^5 - 1, 2^10 - 1, 2^20 - 1 … 2^250 - 1.
  z := (((z3 * z3) % p) * ((ratio_u * ratio_v) % p)) % p;
  f := (z * z) % p;
  g := (f * f) % p;
  g := (g * g) % p;
  g := (g * z) % p;
  f := (f * g) % p;
  f := (f * f) % p;
  f := (f * g) % p;
  g := f;
  for i in 1 .. 5 loop g := (g * g) % p; end loop;
  f := (f * g) % p;
  g := f;
  for i in 1 .. 10 loop g := (g * g) % p; end loop;
  g := (f * g) % p;
  h := g;
  for i in 1 .. 20 loop h := (h * h) % p; end loop;
  g := (h * g) % p;
  for i in 1 .. 10 loop g := (g * g) % p; end loop;
  f := (f * g) % p;
  g := f;
  for i in 1 .. 50 loop g := (g * g) % p; end loop;
  g := (f * g) % p;
  h := g;
  for i in 1 .. 100 loop h := (h * h) % p; end loop;
  g := (h * g) % p;
  for i in 1 .. 50 loop g := (g * g) % p; end loop;
  f := (f * g) % p;
  f := (f * f) % p;
  f := (f * f) % p;
  x := (((f * z) % p) * ((ratio_u * z3) % p)) % p;
  g := (ratio_v * ((x * x) % p)) % p;
  if (g - ratio_u) % p = 0 then
    return (x + p) % p;
  elsif (g + ratio_u) % p = 0 then
    return (x * root_of_minus_one + p * p) % p;
  end if;
  return null;
end $$;
comment on function private.ed25519_root(numeric, numeric) is
  'A square root of u / v modulo p = 2^255 - 19, not negative; null if there is none (RFC 8032, 5.1.3).';

create function private.ed25519_x(encoded bytea) returns numeric
  language plpgsql immutable parallel safe
  set search_path = ''
as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  d constant numeric := 37095705934669439343138083508754565189542113879843219016388785533085940283555;
  y numeric := private.little_endian(set_byte(encoded, 31, get_byte(encoded, 31) & 127));
  y2 numeric := (y * y) % p;
  x numeric;
begin
  if y >= p then
    return null;
  end if;
  x := private.ed25519_root(y2 - 1, (d * y2 + 1) % p);
  if x % 2 <> get_byte(encoded, 31) >> 7 then
    x := nullif(p - x, p);
  end if;
  return x;
end $$;
comment on function private.ed25519_x(bytea) is
  'The x of the point that these 32 bytes are the canonical encoding of; null if they are not one.';

create function private.ed25519_is_small(px numeric, py numeric, pz numeric) returns boolean
  language plpgsql immutable parallel safe
  set search_path = ''
as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  x numeric := px;
  y numeric := py;
  z numeric := pz;
  a numeric;
  b numeric;
  e numeric;
  f numeric;
begin
  for i in 1 .. 3 loop
    a := (x * x) % p;
    b := (y * y) % p;
    e := (2 * x * y) % p;
    f := b - a - (2 * z * z) % p;
    x := (e * f) % p;
    y := ((a - b) * (a + b)) % p;
    z := (f * (b - a)) % p;
  end loop;
  return x = 0 and (y - z) % p = 0;
end $$;
comment on function private.ed25519_is_small(numeric, numeric, numeric) is
  'Whether eight times the point (x/z, y/z) is nothing, in other words whether its order divides the cofactor.';

create function private.valid_ed(public_key bytea) returns boolean
  language plpgsql immutable parallel safe
  set search_path = ''
as $$
declare
  x numeric;
begin
  if octet_length(public_key) is distinct from 32 then
    return false;
  end if;
  x := private.ed25519_x(public_key);
  return x is not null and not private.ed25519_is_small(
    x, private.little_endian(set_byte(public_key, 31, get_byte(public_key, 31) & 127)), 1);
end $$;
comment on function private.valid_ed(bytea) is 'validEd of the protocol: a canonical point that is not of small order.';

create function private.valid_x(public_key bytea) returns boolean
  language plpgsql immutable parallel safe
  set search_path = ''
as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
begin
  return octet_length(public_key) is not distinct from 32
    and private.little_endian(set_byte(public_key, 31, get_byte(public_key, 31) & 127)) % p not in (
      0, 1, p - 1,
      325606250916557431795983626356110631294008115727848805560023387167927233504,
      39382357235489614581723060781553021112529911719440698176882885853963445705823);
end $$;
comment on function private.valid_x(bytea) is
  'validX of the protocol: an X25519 key whose exchange with any secret is not zero. The five residues are all points of low order.';

revoke all on function
  private.d(text), private.little_endian(bytea), private.ed25519_root(numeric, numeric), private.ed25519_x(bytea),
  private.ed25519_is_small(numeric, numeric, numeric), private.valid_ed(bytea), private.valid_x(bytea)
  from public, anon, authenticated, service_role;
