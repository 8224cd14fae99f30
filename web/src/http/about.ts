/** What the server says of itself: organisation, help phone, whether this is a demonstration. Asked once for each page load. */
import { ref, type Ref } from "vue";

import { about } from "./routes";
import type { Build } from "@/contract/http";

const build = ref<Build | null>(null);
let asked = false;

export function useBuild(): Ref<Build | null> {
  if (!asked) {
    asked = true;
    about().then(
      (answer) => (build.value = answer),
      // The page at hand makes requests of its own and tells of a dead network itself; the next page asks again.
      () => (asked = false),
    );
  }
  return build;
}
