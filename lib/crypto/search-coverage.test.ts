import fc from "fast-check";
import { expect, it } from "vitest";
import { covers, highestHole, type Stretch, withStretch } from "./search-coverage";

const stretch = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 8 }));

it("covers what was put in and nothing else, in ascending stretches that do not touch", () => {
  fc.assert(
    fc.property(fc.array(stretch), (list) => {
      const put = list.map(([from, length]): Stretch => [from, from + length]);
      const all = put.reduce<Stretch[]>((sum, one) => withStretch(sum, one), []);
      const seqs = Array.from({ length: 60 }, (_, seq) => seq);
      for (const seq of seqs) expect(covers(all, seq)).toBe(put.some(([from, to]) => from <= seq && seq <= to));
      all.slice(1).forEach(([from], at) => expect(from).toBeGreaterThan((all[at]?.[1] ?? 0) + 1));
      const hole = seqs.slice(1, 51).findLast((seq) => !covers(all, seq)) ?? 0;
      expect(highestHole(all, 50)).toBe(hole);
    }),
  );
});
