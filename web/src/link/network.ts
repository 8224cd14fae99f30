/** What the browser tells of the network under the page: `change` comes with another one, and with better or worse speed. Not every browser has it. */
export function network(): EventTarget | undefined {
  return (navigator as Navigator & { connection?: EventTarget }).connection;
}
