/**
 * Text that is painted by the style sheet instead of standing in the document. A page that searches itself
 * (`window.find`, text fragments in an address) finds text in closed shadow roots too, in Chromium and in Firefox; it
 * does not find this. Those who listen hear it as they hear other text.
 */
export function Painted({ text, class: name = '' }: { text: string | number; class?: string }) {
  return <span class={`painted ${name}`} data-text={text} />;
}
