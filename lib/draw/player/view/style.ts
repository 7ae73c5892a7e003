/** How a player looks. It takes the page's colours and type where there are any: see `theme.ts`. */
import { diagramStyle } from "../../space/paint";
import type { Colour } from "../../theme";
import { drawnColours, styleSheet } from "../../theme";

const ink = (colour: Colour): string => `var(--dl-${colour})`;

const layout = `
.dlp{container-type:inline-size;position:relative;display:block;background:${ink("bg")};color:${ink("ink")};font-size:13px;line-height:1.45;outline-offset:-2px;border-radius:8px;overflow:hidden}
.dlp *{box-sizing:border-box}
.dlp:focus-visible{outline:0}
.dlp:focus-visible::after{content:"";position:absolute;inset:0;border:2px solid ${ink("accent")};border-radius:8px;pointer-events:none;z-index:2}
.dlp-body{position:relative;display:flex;min-height:330px;max-height:min(600px,82vh)}
.dlp-scroll{flex:1 1 0;min-width:0;margin-right:clamp(200px,31%,270px);overflow:auto;position:relative;overscroll-behavior:auto}
.dlp-scroll svg{display:block;width:100%;min-width:470px;height:auto}
.dlp-head{position:sticky;top:0;z-index:1;background:${ink("bg")}}
.dlp-main{cursor:pointer}
.dlp-side{position:absolute;inset:0 0 0 auto;width:clamp(200px,31%,270px);border-left:1px solid ${ink("line")};display:flex;flex-direction:column}
.dlp-nodes{padding:4px 12px;margin:0;list-style:none;flex:0 1 auto;overflow-y:auto;min-height:0}
.dlp-node{position:relative;border-bottom:1px solid ${ink("line")}}
.dlp-node:last-child{border:0}
.dlp-node button{all:unset;box-sizing:border-box;display:block;width:100%;padding:6px 0;cursor:pointer;border-radius:4px}
.dlp-node button:focus-visible{outline:2px solid ${ink("accent")};outline-offset:1px}
.dlp-name{display:flex;justify-content:space-between;gap:8px;font-weight:650}
.dlp-name span:last-child{font-weight:600}
.dlp-fields{font-family:var(--font-code,"JetBrains Mono","DejaVu Sans Mono",ui-monospace,monospace);font-size:11.5px;color:${ink("soft")};overflow-wrap:anywhere}
.dlp-fields mark{background:none;color:${ink("ink")};font-weight:700;box-shadow:inset 0 -2px ${ink("accent")}}
.dlp-fields del{text-decoration:none;color:${ink("soft")}}
.dlp-node[data-now]::before{content:"";position:absolute;left:-9px;top:8px;width:3px;height:15px;border-radius:2px;background:${ink("accent")}}
.dlp-node button[aria-pressed=true]{background:color-mix(in srgb,${ink("accent")} 12%,transparent);box-shadow:0 0 0 4px color-mix(in srgb,${ink("accent")} 12%,transparent)}
.dlp-log{margin:0;padding:8px 12px 10px;border-top:1px solid ${ink("line")};list-style:none;font-size:12px;flex:1 1 112px;min-height:84px;overflow-y:auto}
.dlp-log li{padding:2px 0 2px 1.6em;text-indent:-1.6em;color:${ink("soft")};overflow-wrap:anywhere}
.dlp-log li[data-now]{color:${ink("ink")}}
.dlp-log b{display:inline-block;min-width:1.6em;text-indent:0;font-weight:650}
.dlp .bad{color:${ink("bad")}}
.dlp-bar{display:flex;align-items:center;gap:6px;padding:8px 12px;border-top:1px solid ${ink("line")};flex-wrap:wrap}
.dlp-bar button,.dlp-bar select{font:600 13px/1 inherit;font-family:inherit;color:${ink("ink")};background:${ink("panel")};border:1px solid ${ink("line")};border-radius:8px;height:32px;min-width:34px;padding:0 8px;cursor:pointer}
.dlp-bar button svg{display:block;width:14px;height:14px;margin:auto;fill:currentColor}
.dlp-bar button:disabled{opacity:.4;cursor:default}
.dlp-bar .dlp-play{background:${ink("accent")};border-color:${ink("accent")};color:${ink("bg")}}
.dlp-log:focus-visible,.dlp-scroll:focus-visible{outline:2px solid ${ink("accent")};outline-offset:-2px}
.dlp-bar :focus-visible{outline:2px solid ${ink("accent")};outline-offset:2px}
.dlp-bar input{flex:1 1 120px;min-width:90px;margin:0 4px;accent-color:${ink("accent")};height:24px}
.dlp-now{flex:1 0 100%;margin:0;display:flex;gap:10px;color:${ink("soft")};font-variant-numeric:tabular-nums;min-height:1.5em}
.dlp-now span:first-child{min-width:4.6em}
.dlp-now strong{font-weight:600;color:${ink("ink")};overflow-wrap:anywhere}
.dlp-now strong.bad{color:${ink("bad")}}
.dlp-line{pointer-events:none}
.dlp-old{opacity:.42}
@container (max-width:620px){.dlp-body{flex-direction:column;min-height:0;max-height:none}.dlp-scroll{flex:none;max-height:60vh;margin:0}.dlp-side{position:static;width:auto;border-left:0;border-top:1px solid ${ink("line")}}.dlp-log{max-height:9.5em;overflow-y:auto}.dlp-nodes{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:0 14px}.dlp-bar input{flex-basis:100%;order:-1}.dlp-bar select{margin-left:auto}}
@media(forced-colors:active){.dlp-bar button,.dlp-bar select{border-color:ButtonText}}
@media print{.dlp-bar{display:none}.dlp-body{max-height:none}}`;

/** The whole style sheet. */
export function playerStyle(): string {
  return styleSheet(new Set(drawnColours), diagramStyle) + layout.replaceAll("\n", "");
}
