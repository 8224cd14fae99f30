// DER (X.690): elements of definite, exact length.

function parts(data) {
  const found = [];
  let at = 0;
  while (at < data.length) {
    const octets = data[at + 1] > 0x80 ? data[at + 1] - 0x80 : 0;
    let size = octets ? 0 : data[at + 1];
    for (let n = 0; n < octets; n += 1) size = size * 256 + data[at + 2 + n];
    const end = at + 2 + octets + size;
    if (!(end <= data.length) || octets > 4 || data[at + 1] === 0x80) {
      throw new Broken("cms.form", "签名值不完整。", "A signature value is cut off.");
    }
    found.push(data.subarray(at, end));
    at = end;
  }
  return found;
}

// What stands behind an element's head.
const value = (element) => element.subarray(2 + (element[1] > 0x80 ? element[1] - 0x80 : 0));
const inside = (element) => parts(value(element));

function tlv(tag, ...pieces) {
  const body = joined(...pieces);
  const octets = [];
  if (body.length >= 0x80) for (let left = body.length; left; left = Math.floor(left / 256)) octets.unshift(left & 0xff);
  return joined(Uint8Array.of(tag, octets.length ? 0x80 + octets.length : body.length, ...octets), body);
}

// GeneralizedTime or UTCTime, in milliseconds since 1970; it is always in UTC here.
function timeOf(element) {
  const said = latin(value(element));
  const text = element[0] === 0x17 ? (said < "5" ? `20${said}` : `19${said}`) : said;
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
