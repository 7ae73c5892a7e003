/** All outputs of a cell, each shown by the richest of its types that the page knows. */
import type { JSX } from "preact";
import { playerMime, predictMime, preferred, textOf, vegaLiteMime, vegaMime } from "../model/display";
import type { Mark } from "../model/errors";
import { isObject, joined, type Json, type MimeBundle, type Output } from "../model/notebook";
import { safeSvg } from "../prose/safe";
import { Prose } from "../views/prose";
import { Chart } from "./chart";
import { ErrorOutput } from "./error";
import { HtmlOutput } from "./html";
import { PlayerOutput } from "../player/output";
import { PredictOutput } from "./predict";
import { ShadowContent } from "./shadow";
import { TextOutput } from "./text";

export interface OutputContext {
  readonly cellId: string;
  readonly folder: string;
  readonly executionCount: number | null;
  /** Puts the caret at an error's line. */
  readonly onGo: (mark: Mark) => void;
}

/** Whatever else the bundle holds, less the types named: a poorer form to fall back to. */
function without(bundle: MimeBundle, ...mimes: string[]): MimeBundle {
  return Object.fromEntries(Object.entries(bundle).filter(([mime]) => !mimes.includes(mime)));
}

function Svg({ source, label }: { source: string; label: string }): JSX.Element {
  return <ShadowContent content={source} make={safeSvg} label={label} />;
}

function Picture({ mime, data, label }: { mime: string; data: Json; label: string }): JSX.Element {
  return <img class="picture" src={`data:${mime};base64,${joined(data).replace(/\s/g, "")}`} alt={label} />;
}

export function Bundle({ data, context }: { data: MimeBundle; context: OutputContext }): JSX.Element | null {
  const mime = preferred(data);
  if (mime === null) {
    const kinds = Object.keys(data);
    return kinds.length === 0 ? null : <p class="soft">An output that this page cannot show ({kinds.join(", ")})</p>;
  }
  const value = data[mime] ?? null;
  const label = (textOf(data) ?? "").split("\n", 1)[0]!.slice(0, 200);
  switch (mime) {
    case playerMime:
      return (
        <PlayerOutput value={value}>
          <Bundle data={without(data, playerMime)} context={context} />
        </PlayerOutput>
      );
    case predictMime:
      return (
        <PredictOutput value={value}>
          <Bundle data={without(data, predictMime)} context={context} />
        </PredictOutput>
      );
    case vegaLiteMime:
    case vegaMime:
      if (!isObject(value)) return <TextOutput text={JSON.stringify(value)} />;
      return (
        <Chart spec={value} mode={mime === vegaMime ? "vega" : "vega-lite"} description={label}>
          <Bundle data={without(data, vegaLiteMime, vegaMime)} context={context} />
        </Chart>
      );
    case "text/html":
      return <HtmlOutput html={joined(value)} />;
    case "text/markdown":
      return <Prose source={joined(value)} cellId={context.cellId} folder={context.folder} />;
    case "text/latex":
      return <Prose source={joined(value)} cellId={context.cellId} folder={context.folder} />;
    case "image/svg+xml":
      return <Svg source={joined(value)} label={label === "" ? "Drawing" : label} />;
    case "application/json":
      return <TextOutput text={JSON.stringify(value, null, 2)} />;
    case "text/plain":
      return <TextOutput text={joined(value)} />;
    default:
      return <Picture mime={mime} data={value} label={label === "" ? "Picture" : label} />;
  }
}

function OneOutput({ output, context }: { output: Output; context: OutputContext }): JSX.Element {
  switch (output.kind) {
    case "stream":
      return <TextOutput text={output.text} tone={output.name === "stderr" ? "warning" : "plain"} />;
    case "error":
      return <ErrorOutput error={output} executionCount={context.executionCount} onGo={context.onGo} />;
    default:
      return <>{Bundle({ data: output.data, context })}</>;
  }
}

export function OutputArea({
  outputs,
  context,
}: {
  outputs: readonly Output[];
  context: OutputContext;
}): JSX.Element | null {
  if (outputs.length === 0) return null;
  return (
    <div class="outputs" role="group" aria-label="Output">
      {outputs.map((output, at) => (
        <div class={`output output-${output.kind}`} key={at}>
          <OneOutput output={output} context={context} />
        </div>
      ))}
    </div>
  );
}
