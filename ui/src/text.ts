/**
 * Characters of a file's name made safe to show: controls and the invisible characters that reorder
 * or hide text become U+FFFD, as `text::quote` does in the core.
 */
export function visible(untrusted: string): string {
  return untrusted.replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu, '\ufffd');
}
