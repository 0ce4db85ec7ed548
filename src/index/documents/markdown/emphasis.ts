/** Emphasis of Markdown beside scripts that put no spaces around it: `**注意：**请`, `**"말"**은`. */
import type { ParserInline } from 'markdown-it';

/** Chinese and Japanese with their signs, and Korean, which joins endings to words. */
const WITHOUT_SPACE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;

/**
 * Lets asterisks beside a character of these scripts open emphasis before anything but a space, and close it behind anything
 * but a space. CommonMark also asks for a space or sign on the other side of a sign, and where none is its asterisks
 * are text.
 */
export function useEmphasisWithoutSpaces(inline: ParserInline): void {
  const { State } = inline;
  inline.State = class extends State {
    override scanDelims(...of: Parameters<InstanceType<typeof State>['scanDelims']>) {
      const found = super.scanDelims(...of);
      const [start, isAsterisk] = of;
      const before = this.src.charAt(start - 1);
      const after = this.src.charAt(start + found.length);
      if (!isAsterisk || !WITHOUT_SPACE.test(before + after)) return found;
      return { ...found, can_open: after.trim() !== '', can_close: before.trim() !== '' };
    }
  };
}
