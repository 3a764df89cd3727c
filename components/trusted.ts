/** A page may make up clicks; only those of a person count. */
export function trusted(act: () => void) {
  return (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.isTrusted) act();
  };
}
