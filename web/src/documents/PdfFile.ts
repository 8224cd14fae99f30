/**
 * A PDF in this tab, drawn by pdf.js. A chunk of its own: only who asks for text loads it (pdf.js, its worker, its CMaps).
 *
 * Of what a file may carry nothing runs: no script, no form, no link, no WebAssembly. Annotations are drawn like ink, as
 * signatures are some. Where pdf.js gives up, the page picture stands in; a damaged image in a page it leaves out.
 */
import { getDocument, GlobalWorkerOptions, TextLayer, version } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy, RenderTask } from "pdfjs-dist";
import workerSrc from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

/** Canvases above this are refused by some browsers; a page is then drawn coarser. In pixels. */
const LARGEST = 16_000_000;
/** No image may take more; the server's own bound for uploads is as many. In pixels. */
const LARGEST_IMAGE = 40_000_000;
const FILES = `${import.meta.env.BASE_URL}assets/pdfjs-${version}`;

GlobalWorkerOptions.workerSrc = workerSrc;

export class PdfFile {
  private constructor(
    private readonly task: PDFDocumentLoadingTask,
    private readonly pdf: PDFDocumentProxy,
  ) {}

  /** Takes the bytes over; raises what pdf.js raises. */
  static async open(data: ArrayBuffer): Promise<PdfFile> {
    const task = getDocument({
      data: new Uint8Array(data),
      cMapUrl: `${FILES}/cmaps/`,
      standardFontDataUrl: `${FILES}/standard_fonts/`,
      // Read where WebAssembly may not run (our policy names no wasm-unsafe-eval): decoders in plain script.
      wasmUrl: `${FILES}/wasm/`,
      useWasm: false,
      useWorkerFetch: false,
      enableXfa: false,
      stopAtErrors: true,
      maxImageSize: LARGEST_IMAGE,
      verbosity: 0,
    });
    try {
      return new PdfFile(task, await task.promise);
    } catch (error) {
      void task.destroy();
      throw error;
    }
  }

  async page(number: number): Promise<PdfPaper> {
    return new PdfPaper(await this.pdf.getPage(number));
  }

  /** Ends the worker; what is being drawn fails. */
  close(): void {
    void this.task.destroy();
  }
}

/** One page. `width` and `height` in CSS pixels at 100 %, as it is turned. */
export class PdfPaper {
  readonly width: number;
  readonly height: number;
  private drawing: RenderTask | null = null;

  constructor(private readonly page: PDFPageProxy) {
    ({ width: this.width, height: this.height } = page.getViewport({ scale: 1 }));
  }

  /** What one unit of the file's own measure is in CSS pixels, when the page is `wide` of them. */
  factor(wide: number): number {
    return (wide / this.width) * this.page.userUnit;
  }

  /** A canvas for a page that is `wide` CSS pixels wide; ends an earlier drawing of this page. */
  async drawn(wide: number): Promise<HTMLCanvasElement> {
    this.stop();
    const finest = Math.sqrt(LARGEST / (this.width * this.height));
    const viewport = this.page.getViewport({ scale: Math.min((wide / this.width) * window.devicePixelRatio, finest) });
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    this.drawing = this.page.render({ canvas, viewport });
    await this.drawing.promise;
    return canvas;
  }

  /** Fills `layer` with the page's text, where it stands on the page; whether there is any. */
  async written(layer: HTMLElement): Promise<boolean> {
    const text = await this.page.getTextContent();
    await new TextLayer({ textContentSource: text, container: layer, viewport: this.page.getViewport({ scale: 1 }) }).render();
    return text.items.some((item) => "str" in item && item.str.trim() !== "");
  }

  stop(): void {
    this.drawing?.cancel();
    this.drawing = null;
  }
}
