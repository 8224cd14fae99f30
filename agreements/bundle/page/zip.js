// A ZIP that is its members and nothing else: read front to back, put together again, compared byte for byte.

const FIRST_DAY = 0x21;
const UTF8_NAME = 0x800;
const MODE = 0o100644 * 65536;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) value = CRC_TABLE[(value ^ bytes[at]) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

// Numbers as [octets, value], little end first.
function packed(...fields) {
  const bytes = [];
  for (const [octets, value] of fields) for (let at = 0; at < octets; at += 1) bytes.push(Math.floor(value / 256 ** at) & 0xff);
  return Uint8Array.from(bytes);
}

// Map of path (without the one folder) to content.
function members(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const found = new Map();
  let at = 0;
  while (at + 30 <= data.length && view.getUint32(at, true) === 0x04034b50) {
    const size = view.getUint32(at + 22, true);
    const named = view.getUint16(at + 26, true);
    const begin = at + 30 + named + view.getUint16(at + 28, true);
    const name = textOf(data.subarray(at + 30, at + 30 + named));
    if (found.has(name)) throw new Broken("zip.form", "压缩包有重名文件。", "Two members have one name.");
    found.set(name, data.subarray(begin, begin + size));
    at = begin + size;
  }
  const folders = new Set(Array.from(found.keys(), (name) => name.split("/", 1)[0]));
  if (folders.size !== 1 || !isWritten(found, data)) {
    throw new Broken("zip.form", "压缩包的字节与其成员不完全对应。", "The bytes are not exactly those of its members.");
  }
  const inside = new Map(Array.from(found, ([name, content]) => [name.slice(name.indexOf("/") + 1), content]));
  if (!folders.has(folderOf(inside.get("manifest.json")))) {
    throw new Broken("zip.form", "文件夹名与案号、日期不符。", "The folder is not named after the case and its day.");
  }
  return inside;
}

// Number of the case and ISO day; "" where there is no list to tell.
function folderOf(manifest) {
  try {
    const told = JSON.parse(textOf(manifest));
    const shown = Array.from(told.case_no, (char) => (/[\p{L}\p{N}（）〔〕]/u.test(char) ? char : "_"));
    return `${shown.slice(0, 60).join("")}_${told.day.replaceAll("-", "")}`;
  } catch {
    return "";
  }
}

function isWritten(found, data) {
  const central = [];
  let at = 0;
  for (const [path, content] of found) {
    const name = utf8(path);
    const flags = name.length === path.length ? 0 : UTF8_NAME;
    const sizes = [[4, crc32(content)], [4, content.length], [4, content.length], [2, name.length], [2, 0]];
    const fields = [[2, 20], [2, flags], [2, 0], [2, 0], [2, FIRST_DAY], ...sizes];
    const local = joined(packed([4, 0x04034b50], ...fields), name);
    const tail = [[2, 0], [2, 0], [2, 0], [4, MODE], [4, at]];
    central.push(packed([4, 0x02014b50], [2, 788], ...fields, ...tail), name);
    if (!same(data.subarray(at, at + local.length), local)) return false;
    at += local.length + content.length;
  }
  const listed = joined(...central);
  const counts = [[2, found.size], [2, found.size], [4, listed.length], [4, at], [2, 0]];
  const end = joined(listed, packed([4, 0x06054b50], [2, 0], [2, 0], ...counts));
  return same(data.subarray(at), end);
}
