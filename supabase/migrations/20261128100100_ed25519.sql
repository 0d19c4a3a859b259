-- Ed25519: signatures are verified in the database, so that nothing ill-signed is put where others would stop in front of it.
--
-- RFC 8032, section 5.1.7, exactly as clients do it (lib/crypto/primitives.ts, verify): the equation with the cofactor,
-- 8·S·B = 8·R + 8·k·A with k = SHA-512(R || A || M) mod L; S < L; A and R canonical; A not of small order. An R of small
-- order, and an A with a part of small order, pass, as they do there.
-- What the server learns: nothing. Who reads, who writes: nobody; it is arithmetic, of about ten milliseconds.
-- Tested in: ed25519.test.ts, against the clients' own check.

create function private.ed25519_verify(public_key bytea, message bytea, signature bytea) returns boolean
  language plpgsql immutable parallel safe
  set search_path = ''
as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  l constant numeric := 7237005577332262213973186563042994240857116359379907606001950938285454250989;
  two_d constant numeric := 16295367250680780974490674513165176452449235426866156013048779062215315747161;
  -- y + x, y - x and 2·d·x·y of B, 2B … 15B.
  base constant numeric[] := array[
    3533012425803781230144052908719740726127014226477800802100354883158534798213, 31204614345391077396927242593886631629853981173214368409736920319215404093758, 50237614328228664512531835696112167678046477356841409204013502641986506238568,
    40277088815386731178907243282125131086172340233842699037233503275583876657623, 48718306963831746885583586643117907343561796231867704143509447914497974261160, 50706672771372854810760959653406682044345679494001682866047262582014706678367,
    55221577242988382633613921715755988927347615506430221002982523990194636363568, 19324154932736603031152325029326367275890211278985171650228672434569381466725, 40779097241408971452228116607583414735230162954196233009433085899742953658505,
    47066272949236454352011004142637614054391928395550853467619416848609482377631, 17900364484490481448458662452751610416972167276715128949046668595979264465087, 57721214740011996325100163914057143626378515005646177755397197794928900898569,
    18668153700450365046820768141064729913722721519882092422277400263756282706739, 9630189248235390748103966146409333440210333639383242876188677650069613696698, 30606639029984443449548711300126286734648431208933888345371544935567354135173,
    37042802551734379291256774445515883653807489140754236673331271591307945275697, 25651611989922745009643932709203732449918896997826911000855036222734883196068, 7563714261859060042956946782859995083128379099304074101372873478829756795761,
    31711222115254622247534096269438047277815809670749515453120456498656435938239, 13312953584136576304523025463821328163824699951717010248032899908581467496881, 55464387603073125013932436385527479500842401496857817399907801729203523072930,
    4109516327463731527202515788904111257973980123418119937409388067227422244495, 26488824003848812422096153829220076970185472332004006092782020751874174629081, 17443172525282717937484496621620514525016940174535744246793836220237314429210,
    23848771936779537706600755363852330642691035199144679981329841599443567665967, 33358695950361614583925271808519256405884421684945271723330695989338484605028, 52357765926424945578408752779084598596693712112103136963171288052321514532635,
    30609674052685047311831346338605073581078547820892333461650941490864542741646, 1504492174856489451374794699346997269845831270992267247083208067962561921501, 6682512062439074615966318862147353381595721867379348902460072991636688271576,
    30060548511792857161490863918616842674472112613249574336675186204794201058014, 11158256924779282454740543163093780811298074430862908234953982287139410690888, 27941507066570052986778351271715755022397500567158991111890716087464763623913,
    3411228640615201593234277180834067581715042669240314802207361026346505368889, 54883438445804607881160211470067280624272200715800604275677728380000241800377, 25228181748214841844201962835378437440771752859291933385683627475999581816147,
    15972020931028765202356936322618908365444234765594279114894468132403870203757, 1087550798001203620797136749953957393762725578137024723030949917728262045587, 33237312664213247073394209876351444910698636488186827598268510754927446762360,
    50064278954418890659789852187370461481907455845210956007386367807641746488818, 20779737686284910179334818210128964709826169575479908456545917163860722651776, 16621601598830979599686493639147571948420897447964887531103995509716861983618,
    44273937366294891980395583359278962421509549251851624370413480066653195594400, 30626176813774521173184229023175236149481611499753231178919926386272687148811, 36689249660344293493892821654230283378144754582372867911177117475716794987798
  ]::numeric[];
  -- The same of -A, 2(-A) … 15(-A), with twice their z.
  ys numeric[];
  yd numeric[];
  td numeric[];
  zz numeric[];
  s numeric;
  k numeric;
  s_words bigint[];
  k_words bigint[];
  ax numeric;
  ay numeric;
  rx numeric;
  ry numeric;
  x numeric := 0;
  y numeric := 1;
  z numeric := 1;
  t numeric := 0;
  a numeric;
  b numeric;
  e numeric;
  f numeric;
  g numeric;
  h numeric;
  digit int;
begin
  if octet_length(public_key) is distinct from 32 or octet_length(signature) is distinct from 64 or message is null then
    return false;
  end if;
  s := private.little_endian(substring(signature from 33));
  if s >= l then
    return false;
  end if;
  ax := private.ed25519_x(public_key);
  rx := private.ed25519_x(substring(signature for 32));
  if ax is null or rx is null then
    return false;
  end if;
  ay := private.little_endian(set_byte(public_key, 31, get_byte(public_key, 31) & 127));
  ry := private.little_endian(set_byte(substring(signature for 32), 31, get_byte(signature, 31) & 127));
  if private.ed25519_is_small(ax, ay, 1) then
    return false;
  end if;
  k := private.little_endian(sha512(substring(signature for 32) || public_key || message)) % l;

  -- Eight words of 32 bits each, lowest first: eight digits of four bits in every word.
  for i in 1 .. 8 loop
    s_words[i] := s % 4294967296;
    s := div(s, 4294967296);
    k_words[i] := k % 4294967296;
    k := div(k, 4294967296);
  end loop;

  ax := p - ax;
  ys[1] := ay + ax;
  yd[1] := ay - ax;
  td[1] := (((two_d * ax) % p) * ay) % p;
  zz[1] := 2;
  x := ax;
  y := ay;
  t := (ax * ay) % p;
  for i in 2 .. 15 loop
    a := ((y - x) * yd[1]) % p;
    b := ((y + x) * ys[1]) % p;
    g := (t * td[1]) % p;
    e := b - a;
    f := 2 * z - g;
    g := 2 * z + g;
    h := b + a;
    x := (e * f) % p;
    y := (g * h) % p;
    z := (f * g) % p;
    t := (e * h) % p;
    ys[i] := y + x;
    yd[i] := y - x;
    td[i] := (two_d * t) % p;
    zz[i] := 2 * z;
  end loop;

  -- S·B + k·(-A), both from the highest digit down (Straus), with the complete formulas for a = -1 of Hisil and others, 2008.
  x := 0;
  y := 1;
  z := 1;
  t := 0;
  for i in reverse 63 .. 0 loop
    for j in 1 .. 4 loop
      a := (x * x) % p;
      b := (y * y) % p;
      e := (2 * x * y) % p;
      g := b - a;
      f := g - (2 * z * z) % p;
      h := -(a + b);
      x := (e * f) % p;
      y := (g * h) % p;
      z := (f * g) % p;
    end loop;
    t := (e * h) % p;
    digit := (s_words[i / 8 + 1] >> (4 * (i % 8))) & 15;
    if digit > 0 then
      a := ((y - x) * base[3 * digit - 1]) % p;
      b := ((y + x) * base[3 * digit - 2]) % p;
      g := (t * base[3 * digit]) % p;
      e := b - a;
      f := 2 * z - g;
      g := 2 * z + g;
      h := b + a;
      x := (e * f) % p;
      y := (g * h) % p;
      z := (f * g) % p;
      t := (e * h) % p;
    end if;
    digit := (k_words[i / 8 + 1] >> (4 * (i % 8))) & 15;
    if digit > 0 then
      a := ((y - x) * yd[digit]) % p;
      b := ((y + x) * ys[digit]) % p;
      g := (t * td[digit]) % p;
      h := (z * zz[digit]) % p;
      e := b - a;
      f := h - g;
      g := h + g;
      h := b + a;
      x := (e * f) % p;
      y := (g * h) % p;
      z := (f * g) % p;
      t := (e * h) % p;
    end if;
  end loop;

  -- Less R, and eight times what is left has to be nothing.
  rx := p - rx;
  a := ((y - x) * (ry - rx)) % p;
  b := ((y + x) * (ry + rx)) % p;
  g := (((t * two_d) % p) * ((rx * ry) % p)) % p;
  e := b - a;
  f := 2 * z - g;
  g := 2 * z + g;
  h := b + a;
  return private.ed25519_is_small((e * f) % p, (g * h) % p, (f * g) % p);
end $$;
comment on function private.ed25519_verify(bytea, bytea, bytea) is
  'Whether this is an Ed25519 signature of the message under the key: true and false exactly as the clients'' strict check. Never fails; false for wrong lengths and nulls.';

create function private.is_signed(label text, bytes bytea, signature bytea, public_key bytea) returns boolean
  language sql immutable parallel safe
  return private.ed25519_verify(public_key, private.d(label) || bytes, signature);
comment on function private.is_signed(text, bytea, bytea, bytea) is 'verify of the protocol: over the label and the bytes that travelled.';

revoke all on function private.ed25519_verify(bytea, bytea, bytea), private.is_signed(text, bytea, bytea, bytea)
  from public, anon, authenticated, service_role;
