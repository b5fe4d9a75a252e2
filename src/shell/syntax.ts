/**
 * The only module that imports the shell parser: its entry point and the node types that the walk
 * over the tree needs. Positions are UTF-16 offsets into the parsed text.
 */
export { parse } from "unbash";
export type {
  Assignment as AssignmentNode,
  Command as CommandNode,
  CommandArgument,
  CommandNode as AnyCommandNode,
  CompoundList,
  ParameterExpansionPart,
  ParsedScript,
  PipelineNode,
  Redirection,
  Statement,
  TestExpression,
  Word as WordNode,
  WordPart,
} from "unbash";
