import { useEffect, useRef } from 'preact/hooks';

/** A formula in TeX, as MathML; its source until it is drawn and where it cannot be. The drawing code comes on demand. */
export function Formula({ tex, display = false }: { tex: string; display?: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let ended = false;
    import('temml').then(
      ({ default: temml }) => {
        if (ended || !place.current) return;
        try {
          temml.render(tex, place.current, { displayMode: display, throwOnError: true, trust: false, maxExpand: 200 });
        } catch {
          place.current.textContent = tex;
        }
      },
      () => {}, // The source stays.
    );
    return () => {
      ended = true;
    };
  }, [tex, display]);
  // A new element for each formula: what the drawing put into the old one is none of Preact's.
  return (
    <span key={tex} ref={place} class={display ? 'formula display' : 'formula'}>
      {tex}
    </span>
  );
}

/** A line of text in which `$…$` is a formula, as in the titles of arXiv. */
export function Title({ text }: { text: string }) {
  if (!text.includes('$')) return <>{text}</>;
  return (
    <>
      {text
        .split(/(\$[^$\s](?:[^$]*[^$\s\\])?\$)/)
        .map((part, at) => (at % 2 ? <Formula key={at} tex={part.slice(1, -1)} /> : part))}
    </>
  );
}
