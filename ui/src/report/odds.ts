// Arithmetic of a prior that the reader sets: posterior odds are prior odds times the likelihood ratio.

/** Base-10 logarithm of the odds of a probability. */
export function oddsAt(share: number): number {
  return Math.log10(share / (1 - share));
}

/** The probability whose odds have this base-10 logarithm. */
export function shareOf(log10Odds: number): number {
  return 1 / (1 + 10 ** -log10Odds);
}

/** The probability after evidence of this log10 likelihood ratio. */
export function posterior(before: number, log10Ratio: number): number {
  return shareOf(oddsAt(before) + log10Ratio);
}
