/** How colours look: contrast, and how far apart two are for readers with a colour-vision deficiency. */

export type Rgb = readonly [red: number, green: number, blue: number];

/** Linear light, 0 to 1. */
export function linear(hex: string): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2, 1.4.3. */
export function contrast(one: string, other: string): number {
  const luminance = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [low, high] = [luminance(linear(one)), luminance(linear(other))].toSorted((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

/** Machado, Oliveira and Fernandes, 2009, table 1, severity 1.0. */
export const deficiencies: { readonly [name: string]: readonly Rgb[] } = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** How far apart two colours are, in OKLab (Ottosson, 2020), times 100: below about 4 they are hard to tell apart. */
export function distance(one: string, other: string, matrix: readonly Rgb[]): number {
  const [left, right] = [one, other].map((hex) => oklab(seen(linear(hex), matrix)));
  return 100 * Math.hypot(left![0] - right![0], left![1] - right![1], left![2] - right![2]);
}

function seen(colour: Rgb, matrix: readonly Rgb[]): Rgb {
  const row = (at: number): number => Math.min(1, Math.max(0, dot(matrix[at]!, colour)));
  return [row(0), row(1), row(2)];
}

function dot(one: Rgb, other: Rgb): number {
  return one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
}

function oklab(colour: Rgb): Rgb {
  const cone = (...weights: Rgb): number => Math.cbrt(dot(weights, colour));
  const lms: Rgb = [
    cone(0.4122214708, 0.5363325363, 0.0514459929),
    cone(0.2119034982, 0.6806995451, 0.1073969566),
    cone(0.0883024619, 0.2817188376, 0.6299787005),
  ];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], lms),
    dot([1.9779984951, -2.428592205, 0.4505937099], lms),
    dot([0.0259040371, 0.7827717662, -0.808675766], lms),
  ];
}
