/** Front-coding: what texts share with the ones before. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteWriter } from '../../../src/index/segment/bytes.js';
import { FrontCoder } from '../../../src/index/segment/front-coder.js';

it('shared beginnings and rests put together are the bytes of each text', () => {
  const letters = fc.constantFrom('a', 'b', 'é', 'è', '京', '😀');
  const texts = fc.array(fc.oneof(fc.string({ unit: letters, maxLength: 8 }), fc.string({ maxLength: 300 })));
  fc.assert(
    fc.property(texts, (all) => {
      const coder = new FrontCoder();
      let before = Buffer.alloc(0);
      for (const text of all) {
        const bytes = Buffer.from(text);
        const shared = coder.next(text);
        const rest = new ByteWriter();
        coder.writeRest(rest, shared);
        expect(coder.length).toBe(bytes.length);
        expect(Buffer.concat([before.subarray(0, shared), rest.view()])).toEqual(bytes);
        // As many as there are, or a dictionary would be larger than it need be.
        expect(bytes[shared] === undefined || bytes[shared] !== before[shared]).toBe(true);
        before = bytes;
      }
    }),
  );
});
