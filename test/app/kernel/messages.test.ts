/** Messages on the wire, and how they are gathered into a notebook's outputs. */
import { describe, expect, test } from "vitest";
import { BadMessage, createMessage, decodeMessage, encodeMessage } from "../../../app/kernel/messages";
import type { Message } from "../../../app/kernel/messages";
import { OutputCollector } from "../../../app/kernel/outputs";

const key = "secret";

describe("a message on the wire", () => {
  const message = createMessage({
    type: "display_data",
    content: { data: { "text/plain": "ü🗳️" } },
    session: "s",
    metadata: { m: 1 },
    buffers: [Uint8Array.of(1, 2)],
  });
  const identities = [Buffer.from("who")];

  test("is read as it was written, with whom it is for and its buffers", () => {
    const read = decodeMessage(encodeMessage(message, key, identities), key);
    expect(read).toMatchObject({ header: message.header, metadata: { m: 1 }, content: message.content });
    expect(read.identities.map(String)).toEqual(["who"]);
    expect(Array.from(read.buffers[0]!)).toEqual([1, 2]);
  });

  test("is unsigned when there is no key, as the protocol has it", () => {
    expect(String(encodeMessage(message, "")[1])).toBe("");
    expect(decodeMessage(encodeMessage(message, ""), "").header).toEqual(message.header);
  });

  test("is refused when a byte, the key or the signature is another", () => {
    const frames = encodeMessage(message, key);
    for (let part = 2; part < 6; part += 1) {
      const changed = frames.map((frame, at) => (at === part ? Buffer.from(`${String(frame)} `) : frame));
      expect(() => decodeMessage(changed, key)).toThrow("a message with a wrong signature");
    }
    expect(() => decodeMessage(frames, "other")).toThrow(BadMessage);
    expect(() => decodeMessage(encodeMessage(message, ""), key)).toThrow("a message with a wrong signature");
  });

  test("is refused when it is no message at all", () => {
    expect(() => decodeMessage([Buffer.from("x")], key)).toThrow("without the delimiter");
    expect(() => decodeMessage(encodeMessage(message, key).slice(0, 4), key)).toThrow("fewer than four parts");
    const parts = ["{", "{}", "{}", "{}"].map((part) => Buffer.from(part));
    expect(() => decodeMessage([Buffer.from("<IDS|MSG>"), Buffer.from(""), ...parts], "")).toThrow("that is not JSON");
    const numbers = ["1", "{}", "{}", "{}"].map((part) => Buffer.from(part));
    expect(() => decodeMessage([Buffer.from("<IDS|MSG>"), Buffer.from(""), ...numbers], "")).toThrow("not an object");
  });
});

describe("gathered outputs", () => {
  const gather = (...messages: [type: string, content: Message["content"]][]) => {
    const collector = new OutputCollector();
    for (const [type, content] of messages) collector.add(createMessage({ type, content, session: "s" }));
    return collector.outputs;
  };
  const out = (text: string, name = "stdout"): [string, Message["content"]] => ["stream", { name, text }];
  const display = (text: string, id?: string): [string, Message["content"]] => [
    "display_data",
    { data: { "text/plain": text }, metadata: {}, transient: { display_id: id } },
  ];

  test("merge what follows each other on one stream, and only that", () => {
    const outputs = gather(out("a"), out("b"), out("c", "stderr"), out("d"), display("-"), out("e"));
    expect(outputs.map((output) => (output.output_type === "stream" ? output.text : "-"))).toEqual([
      "ab",
      "c",
      "d",
      "-",
      "e",
    ]);
  });

  test("update every display of an identifier, and nothing for an unknown one", () => {
    const update: [string, Message["content"]] = [
      "update_display_data",
      { data: { "text/plain": "new" }, metadata: { m: 1 }, transient: { display_id: "x" } },
    ];
    expect(gather(display("1", "x"), display("2", "y"), display("3", "x"), update)).toMatchObject([
      { data: { "text/plain": "new" }, metadata: { m: 1 } },
      { data: { "text/plain": "2" } },
      { data: { "text/plain": "new" } },
    ]);
    expect(gather(update)).toEqual([]);
  });

  test("are cleared at once, or when the next one comes", () => {
    expect(gather(out("a"), ["clear_output", { wait: false }])).toEqual([]);
    expect(gather(out("a"), ["clear_output", { wait: true }])).toHaveLength(1);
    expect(gather(out("a"), ["clear_output", { wait: true }], out("b"))).toMatchObject([{ text: "b" }]);
  });

  test("have nbformat's fields", () => {
    const outputs = gather(
      ["execute_result", { data: { "text/plain": "1" }, metadata: {}, execution_count: 3 }],
      ["error", { ename: "E", evalue: "v", traceback: ["t"] }],
      ["status", { execution_state: "idle" }],
    );
    expect(outputs).toEqual([
      { output_type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: 3 },
      { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
    ]);
  });
});
