/** `/events/{id}`. */
export function EventRoute() {
  return null;
}
