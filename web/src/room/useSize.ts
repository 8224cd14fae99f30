import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

/** How large an element is drawn, in CSS pixels. */
export function useSize(element: Ref<HTMLElement | null>): { width: Ref<number>; height: Ref<number> } {
  const width = ref(0);
  const height = ref(0);
  const observer = new ResizeObserver(() => measure());

  function measure(): void {
    width.value = element.value?.clientWidth ?? 0;
    height.value = element.value?.clientHeight ?? 0;
  }

  onMounted(() => {
    measure();
    if (element.value) observer.observe(element.value);
  });
  onBeforeUnmount(() => observer.disconnect());
  return { width, height };
}
