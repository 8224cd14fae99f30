/** Leads to the field, or the part, that something is said about; what is folded up opens on the way. */
export function jumpTo(part: string, field: string | null): void {
  const inPart = `[data-part="${CSS.escape(part)}"]`;
  const place = (field === null ? null : document.querySelector<HTMLElement>(`${inPart} [data-field="${CSS.escape(field)}"]`)) ?? document.querySelector<HTMLElement>(inPart);
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  place.scrollIntoView({ block: "center" });
  (place.querySelector<HTMLElement>("input, select, textarea") ?? place).focus({ preventScroll: true });
}
