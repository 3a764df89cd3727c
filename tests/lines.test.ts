import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Lines } from '@/papers/lines';

const texts = fc.array(fc.string().map((text) => text.replaceAll('\n', ' ')));

it('texts come back one by one and from any on, however they were added', () => {
  fc.assert(
    fc.property(texts, texts, (first, later) => {
      const all = [...first, ...later];
      const lines = Lines.of(first).with(later);
      expect(lines.length).toBe(all.length);
      expect(lines.text).toBe(all.join('\n'));
      expect(all.map((_, number) => lines.at(number))).toEqual(all);
      expect(all.map((_, number) => lines.from(number))).toEqual(all.map((_, number) => all.slice(number).join('\n')));
      expect(lines.at(all.length)).toBeUndefined();
    }),
  );
});
