/** Where a name that is too long for a line may go on in the next: between what it is put together from. Pure. */

/** Shorter ones fit a line on a phone, and are left whole. In code units. */
const LONG = 28;

const NAME = new RegExp(`\\S{${LONG},}`, 'g');
/**
 * Behind signs, and where a capital begins a word: `node_|modules`, `get|User`, `XML|Http`. Neither within a figure nor before the ending of a
 * file.
 */
const PLACE = new RegExp(
  [
    /(?<=[-_/\\;=?&#@|+~(){}[\]<>])(?=[\p{L}\p{N}])/u,
    /(?<=[.,:])(?=\p{L})(?!\w{1,5}$)/u,
    /(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u,
    /(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/** Offsets into a text, ascending, none at its ends; none at all where it has no long name. */
export function breaksIn(text: string): number[] {
  const breaks: number[] = [];
  for (const { 0: name, index } of text.matchAll(NAME)) {
    for (const place of name.matchAll(PLACE)) if (place.index > 0) breaks.push(index + place.index);
  }
  return breaks;
}
