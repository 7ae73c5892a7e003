/** Links: bounded, pushing back, tried again; what is lost is told, and what is told is lost. */
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { FrameDecoder } from "../../lib/net/frames";
import { Link } from "../../lib/net/link";
import type { Address, LinkOptions, LossCause } from "../../lib/net/link";
import { backoffMs, Outbox } from "../../lib/net/outbox";
import { decodeHello, decodeParcels } from "../../lib/net/wire";
import type { Parcel } from "../../lib/net/wire";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Made {
  readonly link: Link;
  readonly lost: { id: number; why: LossCause }[];
  readonly pushes: boolean[];
}

function linkTo(address: () => Address | undefined, more: Partial<LinkOptions> = {}): Made {
  const lost: { id: number; why: LossCause }[] = [];
  const pushes: boolean[] = [];
  const link = new Link(address, {
    cluster: "test",
    process: "A",
    random: () => 0.5,
    beforeSend: () => undefined,
    onLoss: (parcels, why) => lost.push(...parcels.map(({ id }) => ({ id, why }))),
    onPushBack: (pushesBack) => pushes.push(pushesBack),
    ...more,
  });
  closing.push(() => link.close());
  return { link, lost, pushes };
}

const parcel = (id: number, message: string = ""): Parcel => ({ from: "A", to: "B", id, message });

async function listen(take: (socket: Socket) => void, port = 0): Promise<Address> {
  const server: Server = createServer((socket) => {
    closing.push(() => socket.destroy());
    socket.on("error", () => undefined);
    take(socket);
  });
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

/** Reads what a link sends: the numbers of its messages. */
function reader(got: number[], greetings: string[]): (socket: Socket) => void {
  return (socket) => {
    const decoder = new FrameDecoder();
    let greeted = false;
    socket.on("data", (chunk: Uint8Array) => {
      decoder.push(chunk, (body) => {
        if (greeted) got.push(...decodeParcels(body).map(({ id }) => id));
        else greetings.push(decodeHello(body, "test").process);
        greeted = true;
      });
    });
  };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("messages arrive in order, after a greeting", async () => {
  const [got, greetings]: [number[], string[]] = [[], []];
  const address = await listen(reader(got, greetings));
  const { link, lost } = linkTo(() => address);
  const ids = Array.from({ length: 3000 }, (_, index) => index);
  for (const id of ids) link.send(parcel(id));
  await until(() => got.length === 3000);
  expect([greetings, got, lost]).toEqual([["A"], ids, []]);
});

test("what is for a process that is down is lost, and told; when it is there, messages arrive", async () => {
  const [got, greetings]: [number[], string[]] = [[], []];
  const probe = await listen(() => undefined);
  closing.pop()!();
  const { link, lost } = linkTo(() => probe);
  link.send(parcel(1));
  await until(() => lost.length === 1);
  expect(lost).toEqual([{ id: 1, why: "down" }]);
  await listen(reader(got, greetings), probe.port);
  for (let id = 2; got.length === 0; id++) {
    link.send(parcel(id));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(lost.map(({ id }) => id)).not.toContain(got[0]);
});

test("a peer that reads nothing fills a bounded box, is pushed back against, and is hung up on in the end", async () => {
  const address = await listen((socket) => socket.pause());
  const { link, lost, pushes } = linkTo(() => address, {
    limits: { messagesMax: 100, pushBackFrom: 50 },
    stalledMs: 200,
  });
  const large = "x".repeat(50_000);
  await until(() => {
    for (let id = 0; id < 20; id++) link.send(parcel(id, large));
    return lost.some(({ why }) => why === "loss");
  });
  expect(pushes[0]).toBe(true);
  await until(() => lost.some(({ why }) => why === "down"));
  expect(pushes.at(-1)).toBe(false);
});

test("a message that is longer than a frame may be is lost, and told; others arrive", async () => {
  const [got, greetings]: [number[], string[]] = [[], []];
  const address = await listen(reader(got, greetings));
  const { link, lost } = linkTo(() => address);
  link.send(parcel(1));
  link.send(parcel(2, "x".repeat(17 * 1024 * 1024)));
  link.send(parcel(3));
  await until(() => got.length === 2);
  expect([got, lost]).toEqual([[1, 3], [{ id: 2, why: "loss" }]]);
});

test("a slow link delivers later, and in order", async () => {
  const [got, greetings]: [number[], string[]] = [[], []];
  const address = await listen(reader(got, greetings));
  const { link } = linkTo(() => address);
  link.delayMs = 50;
  const started = performance.now();
  for (let id = 1; id <= 20; id++) link.send(parcel(id));
  link.delayMs = 0;
  link.send(parcel(21));
  await until(() => got.length === 21);
  expect(performance.now() - started).toBeGreaterThanOrEqual(49);
  expect(got).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
});

test("an outbox holds so many and no more, and gives them back in order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 20 }), fc.integer({ min: 1, max: 10 }), (bursts, most) => {
      const outbox = new Outbox({ messagesMax: 30, pushBackFrom: 15 });
      const [taken, accepted]: [number[], number[]] = [[], []];
      let id = 0;
      for (const burst of bursts) {
        for (let each = 0; each < burst; each++) if (outbox.add(parcel(++id))) accepted.push(id);
        expect(outbox.length).toBeLessThanOrEqual(30);
        expect(outbox.pushesBack).toBe(outbox.length >= 15);
        taken.push(...outbox.take(most).map((one) => one.id));
      }
      taken.push(...outbox.take().map((one) => one.id));
      expect(taken).toEqual(accepted);
    }),
  );
});

test("a link is tried again after 20 ms at most at first, and never after more than a second", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, draw) => {
        const wait = backoffMs(failures, () => draw);
        expect(wait).toBeGreaterThanOrEqual(10);
        expect(wait).toBeLessThanOrEqual(failures === 1 ? 20 : 1000);
        expect(backoffMs(failures + 1, () => draw)).toBeGreaterThanOrEqual(wait);
      },
    ),
  );
});
