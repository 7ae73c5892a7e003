/**
 * tslab writes `exports.x` where a cell uses a variable `x` of an earlier cell, but not in `{ x }`, where the name also
 * is a property's: "x is not defined". This spells such a property out before tslab looks at it.
 */
import type ts from "@tslab/typescript-for-tslab";
import type { TypeScript } from "./tslab";

/** The file in which tslab declares the variables of earlier cells. */
const declarations = "/__prev__.d.ts";

/** A transformer that turns `{ x }` into `{ x: exports.x }` where `x` is a variable of an earlier cell. */
function spelledOut(typescript: TypeScript, checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
  const { factory } = typescript;
  const isEarlier = (node: ts.ShorthandPropertyAssignment): boolean =>
    checker
      .getShorthandAssignmentValueSymbol(node)
      ?.declarations?.some((declaration) => declaration.getSourceFile().fileName.endsWith(declarations)) ?? false;
  const spell = (node: ts.ShorthandPropertyAssignment): ts.PropertyAssignment => {
    const { name, objectAssignmentInitializer: otherwise } = node;
    const earlier = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), name.text);
    // `({ x = 1 } = given)` assigns to the earlier variable, with a default.
    const value = otherwise === undefined ? earlier : factory.createAssignment(earlier, otherwise);
    return typescript.setTextRange(factory.createPropertyAssignment(name.text, value), node);
  };
  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      const visited = typescript.visitEachChild(node, visit, context);
      if (!typescript.isShorthandPropertyAssignment(node) || !isEarlier(node)) return visited;
      return spell(visited as ts.ShorthandPropertyAssignment);
    };
    return (file) => visit(file) as ts.SourceFile;
  };
}

/** Makes every program of this host spell such properties out when it is emitted. */
export function spellOutShorthands(
  typescript: TypeScript,
  host: ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>,
): void {
  const create = host.createProgram;
  host.createProgram = (...args) => {
    const program = create(...args);
    const emit = program.emit.bind(program);
    program.emit = (file, write, token, declarationsOnly, transformers) => {
      const first = spelledOut(typescript, program.getProgram().getTypeChecker());
      return emit(file, write, token, declarationsOnly, {
        ...transformers,
        before: [first, ...(transformers?.before ?? [])],
      });
    };
    return program;
  };
}
