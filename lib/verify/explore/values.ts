/**
 * Plain data as small integers. Equal data (by canonical form: the order of an object's fields does not count) has
 * one number, and a number has one frozen value with its fields sorted.
 */
import { canonical } from "../../data";
import type { Data } from "../../data";
import { Integers, PairMap, Pairs } from "./tables";

/** Thrown inwardly where a value is not plain data; `intern` turns it into an error that names the place. */
const notPlain = new Error("not plain data");

/** The fields of an object, in one order of insertion. */
interface Shape {
  /** Where the chain of an object of these fields begins: the same for every order of insertion. */
  readonly start: number;
  readonly sortedFields: readonly string[];
  /** For each sorted field, its place in this order of insertion. */
  readonly places: readonly number[];
}

/** A place in the tree of all orders of fields that have been seen. */
class ShapeNode {
  shape: Shape | undefined;
  private readonly children = new Map<string, ShapeNode>();
  private latestField: string | undefined;
  private latest: ShapeNode | undefined;

  constructor(readonly fields: readonly string[]) {}

  child(field: string): ShapeNode {
    if (field === this.latestField) return this.latest!;
    let child = this.children.get(field);
    if (!child) {
      child = new ShapeNode([...this.fields, field]);
      this.children.set(field, child);
    }
    this.latestField = field;
    this.latest = child;
    return child;
  }
}

/** A renaming of strings, with a number that names it. */
export interface Renaming {
  readonly number: number;
  readonly names: ReadonlyMap<string, string>;
}

export class Values {
  /** The value of each number. */
  private readonly known: Data[] = [];
  private readonly primitives = new Map<string | number | boolean | null, number>();
  /** A container is a chain of pairs: a start that names its kind, then the numbers of what it holds. */
  private readonly chains = new Pairs();
  private readonly numberOfChain = new Integers();
  private readonly shapeStarts = new Map<string, number>();
  private readonly shapes = new ShapeNode([]);
  private readonly stack = new Integers();
  private readonly renamings = new PairMap();

  /** How many distinct values there are. */
  get size(): number {
    return this.known.length;
  }

  value(number: number): Data {
    return this.known[number]!;
  }

  /**
   * The number of a value.
   * @param path how an error names the value
   * @throws PlainDataError where the value holds something that is not plain data
   */
  intern(value: unknown, path = "value"): number {
    const height = this.stack.size;
    try {
      return this.number(value, 0);
    } catch (error) {
      this.stack.size = height;
      if (error === notPlain) canonical(value, path);
      throw error;
    }
  }

  private number(value: unknown, depth: number): number {
    switch (typeof value) {
      case "object":
        if (value === null) return this.primitive(null);
        if (depth > 200) throw notPlain;
        return Array.isArray(value) ? this.array(value, depth) : this.object(value as Record<string, unknown>, depth);
      case "number":
        if (!Number.isFinite(value)) throw notPlain;
        return this.primitive(value === 0 ? 0 : value);
      case "string":
      case "boolean":
        return this.primitive(value);
      default:
        throw notPlain;
    }
  }

  private primitive(value: string | number | boolean | null): number {
    const number = this.primitives.get(value);
    if (number !== undefined) return number;
    this.primitives.set(value, this.known.length);
    return this.known.push(value) - 1;
  }

  private array(value: readonly unknown[], depth: number): number {
    const base = this.stack.size;
    for (let index = 0; index < value.length; index++) this.stack.push(this.number(value[index], depth + 1));
    let chain = this.chains.intern(-1, 0);
    for (let place = base; place < this.stack.size; place++) chain = this.chains.intern(chain, this.stack.at(place));
    const number = this.ofChain(chain);
    const result = number >= 0 ? number : this.create(chain, this.valuesFrom(base));
    this.stack.size = base;
    return result;
  }

  private object(value: Record<string, unknown>, depth: number): number {
    requirePlain(value);
    const base = this.stack.size;
    let node = this.shapes;
    for (const field in value) {
      node = node.child(field);
      this.stack.push(this.number(value[field], depth + 1));
    }
    const shape = node.shape ?? this.describe(node);
    let chain = shape.start;
    const { places } = shape;
    for (let index = 0; index < places.length; index++) {
      chain = this.chains.intern(chain, this.stack.at(base + places[index]!));
    }
    let number = this.ofChain(chain);
    if (number < 0) {
      if (Object.hasOwn(value, "__proto__")) throw notPlain;
      const items = this.valuesFrom(base);
      const copy: { [field: string]: Data } = {};
      shape.sortedFields.forEach((field, index) => (copy[field] = items[places[index]!]!));
      number = this.create(chain, copy);
    }
    this.stack.size = base;
    return number;
  }

  private describe(node: ShapeNode): Shape {
    const sortedFields = node.fields.toSorted();
    const name = JSON.stringify(sortedFields);
    let start = this.shapeStarts.get(name);
    if (start === undefined) {
      start = this.chains.intern(-2, this.shapeStarts.size);
      this.shapeStarts.set(name, start);
    }
    node.shape = { start, sortedFields, places: sortedFields.map((field) => node.fields.indexOf(field)) };
    return node.shape;
  }

  private ofChain(chain: number): number {
    return chain < this.numberOfChain.size ? this.numberOfChain.at(chain) : -1;
  }

  private valuesFrom(base: number): Data[] {
    const items: Data[] = [];
    for (let place = base; place < this.stack.size; place++) items.push(this.known[this.stack.at(place)]!);
    return items;
  }

  private create(chain: number, value: Data): number {
    const number = this.known.push(Object.freeze(value)) - 1;
    this.numberOfChain.put(chain, number, -1);
    return number;
  }

  /** The number of the same value with every name renamed: strings and fields that are exactly such a name. */
  renamed(number: number, renaming: Renaming): number {
    const remembered = this.renamings.get(number, renaming.number);
    if (remembered >= 0) return remembered;
    const renamed = this.intern(renameIn(this.value(number), renaming.names));
    this.renamings.set(number, renaming.number, renamed);
    return renamed;
  }
}

function requirePlain(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return;
  // An object literal of another realm: a notebook's cells have an Object of their own.
  if (Object.getPrototypeOf(prototype) !== null) throw notPlain;
}

/** `value` with every string and every field that `names` lists exchanged. */
export function renameIn(value: Data, names: ReadonlyMap<string, string>): Data {
  if (typeof value === "string") return names.get(value) ?? value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Data) => renameIn(item, names));
  const copy: { [field: string]: Data } = {};
  for (const [field, item] of Object.entries(value)) copy[names.get(field) ?? field] = renameIn(item as Data, names);
  return copy;
}
