/** How a typed value becomes the one spelling the server keeps (agreements/kinds.py). What is not understood goes as it is, and the server says why not. */
import type { FieldType } from "@/contract/http";

const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;

/** "１２，３４５元" becomes "12345.00". */
export function spelled(type: FieldType, typed: string): string {
  if (type === "money") return money(typed);
  if (type === "rate") return narrow(typed).replace(/\s/g, "").replace(/%$/, "");
  if (type === "count") return narrow(typed).trim().replace(/^0+(?=\d)/, "");
  if (type === "line") return typed.trim();
  return type === "text" ? typed.replace(/\r/g, "").trim() : typed;
}

function money(typed: string): string {
  const plain = narrow(typed).replace(/[\s,，、]/g, "").replace(/^(人民币|rmb|cny|[¥$])+/i, "").replace(/元整?$/, "");
  const [, whole, cents = ""] = /^0*(\d+)(?:\.(\d{0,2}))?$/.exec(plain) ?? [];
  return whole === undefined ? typed.trim() : `${whole}.${cents.padEnd(2, "0")}`;
}

function narrow(typed: string): string {
  return typed.replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - FULL_WIDTH_OFFSET)).replace(/￥/g, "¥");
}
