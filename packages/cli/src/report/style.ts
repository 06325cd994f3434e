/** The report's style sheet: the reader's light or dark scheme, and light on paper. */
import { raw } from './html.ts';

export const style = raw(`
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2328; --soft: #57606a; --grid: #d8dee4; --axis: #8c959f; --panel: #f6f8fa; --first: #0a5cad; --second: #bc4c00; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0d1117; --text: #e6edf3; --soft: #9198a1; --grid: #262c36; --axis: #656c76; --panel: #161b22; --first: #6cb6ff; --second: #f0883e; }
}
@media print {
  :root { color-scheme: light; --back: #ffffff; --text: #000000; --soft: #444444; --grid: #dddddd; --axis: #888888; --panel: #ffffff; --first: #0a5cad; --second: #bc4c00; }
  figure, tr, dl { break-inside: avoid; }
  h2 { break-after: avoid; }
}
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1, h2 { line-height: 1.2; }
h1 { margin: 0; }
header p { margin: 0.25rem 0 0; color: var(--soft); }
h2 { margin-top: 2.5rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 0.75rem; margin: 1.5rem 0; }
.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: 0.75rem 1rem; background: var(--panel); border: 1px solid var(--grid); border-radius: 8px; }
.figures dt { color: var(--soft); font-size: 0.85rem; }
.figures dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
figure { margin: 1.5rem 0; }
figcaption { font-weight: 600; }
.legend { font-weight: 400; color: var(--soft); font-size: 0.9rem; }
.key { margin-left: 1rem; white-space: nowrap; }
svg { max-width: 100%; height: auto; }
figure > svg { width: 100%; }
svg text { fill: var(--soft); font-size: 12px; }
.grid { stroke: var(--grid); }
.axis { stroke: var(--axis); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.first { stroke: var(--first); }
.second { stroke: var(--second); stroke-dasharray: 6 4; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; text-align: right; border-bottom: 1px solid var(--grid); }
.settings th, .settings td { text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.settings th { font-weight: 400; color: var(--soft); white-space: nowrap; }
.scroll { overflow-x: auto; }
details { margin: 1rem 0; }
summary { cursor: pointer; }
pre { overflow-x: auto; white-space: pre-wrap; padding: 0.75rem 1rem; background: var(--panel); border: 1px solid var(--grid); border-radius: 8px; font-size: 0.85rem; }
blockquote { margin: 0; }
`);
