/** A path of squares, one for each cell of a grid in which `wanted` holds. */
export function cells(columns: number, rows: number, side: number, wanted: (x: number, y: number) => boolean): string {
  const squares: string[] = [];
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      if (wanted(x, y)) squares.push(`M${round(x * side)} ${round(y * side)}h${round(side)}v${round(side)}h${round(-side)}z`);
    }
  }
  return squares.join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
