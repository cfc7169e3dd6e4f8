# Makes sample files of templates, a folder with secrets and one without.
#   awk -v seed=N -v real=FOLDER -v twin=FOLDER -f samples.awk < TEMPLATES
# Templates: "=== PATH" begins a file. In its lines, @{RULE KIND} stands for a
# random secret of that kind which RULE must find, @{- KIND} for a random value
# of which nothing is said. On standard output: "RULE PATH:LINE:COLUMN" for
# each secret. In the twins, placeholders stand in place of the secrets.
#
# Kinds: pw (letters of both cases and digits), word (letters alone), hard
# (punctuation too), hex32 up64 low20 alnum40 url43 b64-40 (that many of an
# alphabet), uuid, enc (a password in base64), auth (user:password in base64),
# bcrypt sha512 apr1 (hashes).

function any(set) { return substr(set, int(rand() * length(set)) + 1, 1) }

function some(set, size,    text) {
  while (length(text) < size) text = text any(set)
  return text
}

function pw(    text) {
  do text = some(lower upper digit, 14)
  while (text !~ /[0-9].*[0-9]/ || text !~ /[a-z].*[a-z]/ ||
         text !~ /[A-Z].*[A-Z]/)
  return any(lower) text any(upper)
}

function word(    text, i, kinds) {
  while (kinds < 8) {
    text = ""
    for (i = 0; i < 5; ++i) text = text any("bdfgklmnprstvz") any("aeiou")
    text = text any("knrt")
    kinds = 0
    for (i = 1; i <= 26; ++i) kinds += index(text, substr(lower, i, 1)) > 0
  }
  return text
}

function base64(text,    i, n, bits, out) {
  for (i = 1; i <= length(text); i += 3) {
    n = index(ascii, substr(text, i, 1)) + 31
    bits = n * 65536
    if (i + 1 <= length(text))
      bits += (index(ascii, substr(text, i + 1, 1)) + 31) * 256
    if (i + 2 <= length(text))
      bits += index(ascii, substr(text, i + 2, 1)) + 31
    out = out substr(b64, int(bits / 262144) + 1, 1) \
      substr(b64, int(bits / 4096) % 64 + 1, 1) \
      (i + 1 > length(text) ? "=" : substr(b64, int(bits / 64) % 64 + 1, 1)) \
      (i + 2 > length(text) ? "=" : substr(b64, bits % 64 + 1, 1))
  }
  return out
}

function secret(kind,    size, name) {
  if (kind == "pw") return pw()
  if (kind == "word") return word()
  if (kind == "hard")
    return any(upper) some(lower, 3) any("!@^*") some(digit, 2) some(upper, 2) \
      any("!^*+") some(lower, 3) any(digit)
  if (kind == "enc") return base64(pw())
  if (kind == "auth") return base64(word() ":" pw())
  if (kind == "bcrypt") return "$2y$10$" some(lower upper digit "./", 53)
  if (kind == "sha512") return "$6$" some(lower digit, 16) "$" some(b64, 86)
  if (kind == "apr1")
    return "$apr1$" some(lower digit, 8) "$" some(lower upper digit, 22)
  if (kind == "uuid")
    return some(hex, 8) "-" some(hex, 4) "-4" some(hex, 3) "-a" some(hex, 3) \
      "-" some(hex, 12)
  if (match(kind, /[0-9]+$/)) {
    size = substr(kind, RSTART) + 0
    name = substr(kind, 1, RSTART - 1)
    if (name == "hex") return some(hex, size)
    if (name == "HEX") return some(toupper(hex), size)
    if (name == "low") return some(lower digit, size)
    if (name == "up") return some(upper digit, size)
    if (name == "digit") return some(digit, size)
    if (name == "alnum")
      return any(upper) some(lower upper digit, size - 2) any(digit)
    if (name == "url")
      return any(upper) some(lower upper digit "-_", size - 2) any(digit)
    if (name == "b64-") return some(b64, size)
  }
  print "no kind " kind > "/dev/stderr"
  exit 1
}

function placeholder(kind, n) {
  if (kind == "enc" || kind == "auth")
    return n % 4 == 0 ? "${SECRET}" : n % 4 == 1 ? "<base64>" : \
      n % 4 == 2 ? "" : kind == "auth" ? base64("user:password") : \
      base64("changeme")
  return n % 8 == 0 ? "${SECRET}" : n % 8 == 1 ? "<password>" : \
    n % 8 == 2 ? "changeme" : n % 8 == 3 ? "xxxxxxxxxxxxxxxx" : \
    n % 8 == 4 ? "{{ .Values.secret }}" : n % 8 == 5 ? "" : \
    n % 8 == 6 ? "your_password_here" : "%SECRET%"
}


BEGIN {
  srand(seed)
  lower = "abcdefghijklmnopqrstuvwxyz"
  upper = toupper(lower)
  digit = "0123456789"
  hex = digit "abcdef"
  b64 = upper lower digit "+/"
  for (i = 32; i < 127; ++i) ascii = ascii sprintf("%c", i)
  twins = 8
}

/^=== / {
  if (path) {
    close(real "/" path)
    for (i = 0; i < twins; ++i) close(twin "/" i "/" path)
  }
  path = substr($0, 5)
  folder = ""
  if (match(path, /.*\//)) folder = substr(path, 1, RLENGTH)
  command = "mkdir -p '" real "/" folder "'"
  for (i = 0; i < twins; ++i) command = command " '" twin "/" i "/" folder "'"
  system(command)
  line = 0
  next
}

{
  ++line
  text = ""
  for (i = 0; i < twins; ++i) other[i] = ""
  rest = $0
  while (match(rest, /@\{[^ {}]+ [^ {}]+\}/)) {
    split(substr(rest, RSTART + 2, RLENGTH - 3), part, " ")
    before = substr(rest, 1, RSTART - 1)
    rest = substr(rest, RSTART + RLENGTH)
    value = secret(part[2])
    text = text before
    if (part[1] != "-")
      print part[1] " " path ":" line ":" length(text) + 1
    text = text value
    for (i = 0; i < twins; ++i)
      other[i] = other[i] before \
        (part[1] == "-" ? value : placeholder(part[2], i + line))
  }
  print text rest > (real "/" path)
  for (i = 0; i < twins; ++i) print other[i] rest > (twin "/" i "/" path)
}
