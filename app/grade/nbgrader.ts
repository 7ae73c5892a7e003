/**
 * Writes exercises as assignments for nbgrader: a notebook for each chapter, with a cell for the answer and a cell that
 * is graded, whose last value is the points earned. nbgrader takes a number for partial credit.
 * Source: nbgrader, "nbgrader's metadata", schema version 3.
 */
import type { Exercise } from "../../lib/grade/exercise";
import { pointsOf } from "../../lib/grade/exercise";
import { formatNotebook } from "../course/notebook";
import type { Cell, JsonObject, Notebook } from "../course/notebook";

export { exerciseFiles } from "../../lib/grade/loader";

/** An exercise with the text that its answer begins as. */
export interface Assignable {
  readonly exercise: Pick<Exercise, "id" | "title" | "exports" | "checks">;
  readonly answer: string;
}

/** The file of the notebook. @param exercises at least one, of one chapter */
export function assignmentNotebook(chapter: string, exercises: readonly Assignable[]): string {
  const cells = exercises.flatMap(({ exercise, answer }) => exerciseCells(exercise, answer));
  const intro = cell(
    "markdown",
    "introduction",
    `# ${chapter}\n\nWrite your answers into the cells below, and run all cells.`,
    locked("introduction"),
  );
  const notebook: Notebook = {
    cells: [intro, ...cells],
    metadata: {
      kernelspec: { display_name: "TypeScript (distlab)", language: "typescript", name: "tslab" },
      language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return formatNotebook(notebook);
}

function exerciseCells(exercise: Assignable["exercise"], answer: string): readonly Cell[] {
  const { id, title, exports } = exercise;
  const name = id.replaceAll("/", "--");
  const { task, code } = parted(answer);
  const graded =
    `import { grading } from "distlab";\n` +
    `// A number that is a cell's last value is what nbgrader takes for the points.\n` +
    `grading.points("${id}", { ${exports.join(", ")} })`;
  return [
    cell("markdown", `${name}--task`, `## ${title}\n\n${task}`, locked(`${name}--task`)),
    cell("code", `${name}--answer`, code, { ...nothing, grade_id: `${name}--answer`, solution: true }, [id]),
    cell("code", `${name}--points`, graded, {
      ...nothing,
      grade: true,
      grade_id: `${name}--points`,
      locked: true,
      points: pointsOf(exercise),
    }),
  ];
}

const nothing = { grade: false, locked: false, schema_version: 3, solution: false, task: false } as const;
const locked = (id: string): JsonObject => ({ ...nothing, grade_id: id, locked: true });

function cell(
  kind: "code" | "markdown",
  id: string,
  source: string,
  nbgrader: JsonObject,
  tags: readonly string[] = [],
): Cell {
  const metadata = { nbgrader: { ...nbgrader, cell_type: kind }, ...(tags.length === 0 ? {} : { tags }) };
  const common = { cell_type: kind, id: id.slice(0, 64), metadata, source };
  return kind === "code" ? { ...common, execution_count: null, outputs: [] } : common;
}

/** The comment that a stub opens with is the task; what it exports, a cell declares. */
function parted(answer: string): { readonly task: string; readonly code: string } {
  const comment = /^\s*\/\*\*([\s\S]*?)\*\/\s*/.exec(answer);
  const task = (comment?.[1] ?? "").split("\n").map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const told = task
    .filter((line) => !line.startsWith("Try it:"))
    .join("\n")
    .trim();
  const code = answer
    .slice(comment?.[0].length ?? 0)
    .replaceAll(/^export (?=(async |function|const|let|class|type|interface))/gm, "");
  return { task: told, code: code.trimEnd() };
}

/** Without it nbgrader would replace the stubs by a comment, which it does not know for TypeScript. */
export const nbgraderConfiguration = `# Settings for nbgrader, beside its folder "source".
c = get_config()  # noqa: F821
# The notebooks hold stubs and no solutions: nothing is to be cleared.
c.ClearSolutions.enabled = False
c.ClearSolutions.code_stub = {"typescript": "// your code here", "python": "# your code here"}
c.ExecutePreprocessor.kernel_name = "tslab"
c.ExecutePreprocessor.timeout = 120
`;
