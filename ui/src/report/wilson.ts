const Z = 1.959964;

/** The 95 % interval of a share by Wilson's score (1927), for photos that are independent of each other. */
export function wilson(found: number, of: number): [number, number] {
  const share = found / of;
  const middle = (share + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  const half = (Z / (1 + (Z * Z) / of)) * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
