/** Keeps `--view-height` at what is left of the screen above the keyboard; phones overlay it on the page. */
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

/** Below this height there is room for the conversation only. */
const SHORT_PX = 430;

/** Whether little height is left. The property is set on the document while the component is there. */
export function useViewHeight(): Ref<boolean> {
  const short = ref(false);
  const viewport = window.visualViewport;

  function measure(): void {
    const height = viewport?.height ?? window.innerHeight;
    document.documentElement.style.setProperty("--view-height", `${height}px`);
    short.value = height < SHORT_PX;
    // iOS scrolls the page up to show the input; the page fits already.
    window.scrollTo(0, 0);
  }

  onMounted(() => {
    measure();
    viewport?.addEventListener("resize", measure);
    window.addEventListener("resize", measure);
  });
  onBeforeUnmount(() => {
    viewport?.removeEventListener("resize", measure);
    window.removeEventListener("resize", measure);
    document.documentElement.style.removeProperty("--view-height");
  });
  return short;
}
