/** Photographs, one of each page, put together as one PDF: how a scan is filed by whoever has a telephone and no scanner. */

export interface Photo {
  /** A baseline JPEG in RGB, as every canvas makes it. */
  jpeg: Uint8Array;
  width: number;
  height: number;
}

/** Longer side in pixels: the code in a page's corner stays readable. */
const LONGEST = 3000;
const QUALITY = 0.85;
/** Longer side of a page in points: A4. */
const PAGE = 842;

/** Several pictures as one file; raises when one of them is none. */
export async function photosAsPdf(files: readonly File[], name: string): Promise<File> {
  const photos: Photo[] = [];
  for (const file of files) photos.push(await upright(file));
  return new File([pdfOf(photos)], name, { type: "application/pdf" });
}

async function upright(file: File): Promise<Photo> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const ink = canvas.getContext("2d");
  if (!ink) throw new Error("no canvas");
  ink.fillStyle = "#fff";
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!jpeg) throw new Error("no picture");
  return { jpeg: new Uint8Array(await jpeg.arrayBuffer()), width: canvas.width, height: canvas.height };
}

/** One page for each photograph (ISO 32000-1 §7.5): a page, its content that draws the picture, and the picture itself. */
export function pdfOf(photos: readonly Photo[]): Blob {
  const parts: (string | Uint8Array)[] = [];
  const starts: number[] = [];
  let length = 0;
  const put = (part: string | Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  const object = (...body: (string | Uint8Array)[]): void => {
    starts.push(length);
    put(`${String(starts.length)} 0 obj\n`);
    body.forEach(put);
    put("\nendobj\n");
  };
  const kids = photos.map((_, at) => `${String(3 + 3 * at)} 0 R`).join(" ");
  put("%PDF-1.4\n");
  object("<< /Type /Catalog /Pages 2 0 R >>");
  object(`<< /Type /Pages /Kids [${kids}] /Count ${String(photos.length)} >>`);
  photos.forEach(({ jpeg, width, height }, at) => {
    const scale = PAGE / Math.max(width, height);
    const [wide, high] = [(width * scale).toFixed(2), (height * scale).toFixed(2)];
    const draw = `q ${wide} 0 0 ${high} 0 0 cm /P Do Q`;
    const own = 3 + 3 * at;
    object(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${wide} ${high}] /Resources << /XObject << /P ${String(own + 2)} 0 R >> >> /Contents ${String(own + 1)} 0 R >>`);
    object(`<< /Length ${String(draw.length)} >>\nstream\n${draw}\nendstream`);
    object(
      `<< /Type /XObject /Subtype /Image /Width ${String(width)} /Height ${String(height)} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${String(jpeg.length)} >>\nstream\n`,
      jpeg,
      "\nendstream",
    );
  });
  const table = length;
  put(`xref\n0 ${String(starts.length + 1)}\n0000000000 65535 f \n`);
  for (const start of starts) put(`${String(start).padStart(10, "0")} 00000 n \n`);
  put(`trailer\n<< /Size ${String(starts.length + 1)} /Root 1 0 R >>\nstartxref\n${String(table)}\n%%EOF\n`);
  return new Blob(parts as BlobPart[], { type: "application/pdf" });
}
