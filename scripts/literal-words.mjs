/** Owns the lint rule that a component holds no words of its own: text, labels, titles and placeholders come from messages/. */

/** Attributes and props whose value a person reads or hears. */
const spoken =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|hint|text|lead|summary|data-tip)$|[a-z](Label|Title|Text|Hint)$/;

/** A letter of any script; a lone sign such as "·" is no word. */
const word = /\p{L}/u;

/** "sees.kept" names a message. */
const key = /^[a-z]\w*(\.\w+)+$/;

/** The literal words an expression may turn into. */
function wordsIn(node) {
  if (!node) return [];
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" && word.test(node.value) && !key.test(node.value) ? [node] : [];
    case "TemplateLiteral":
      return node.quasis.some(({ value }) => word.test(value.cooked ?? "")) ? [node] : [];
    case "ConditionalExpression":
      return [...wordsIn(node.consequent), ...wordsIn(node.alternate)];
    case "LogicalExpression":
      return [...(node.operator === "&&" ? [] : wordsIn(node.left)), ...wordsIn(node.right)];
    case "BinaryExpression":
      return node.operator === "+" ? [...wordsIn(node.left), ...wordsIn(node.right)] : [];
    case "JSXExpressionContainer":
      return wordsIn(node.expression);
    default:
      return [];
  }
}

const message = 'Words belong in messages/*.json; write t("…").';

const literalWords = {
  meta: { type: "problem" },
  create: (context) => ({
    JSXText(node) {
      if (word.test(node.value)) context.report({ node, message });
    },
    JSXAttribute(node) {
      const { name, value } = node;
      if (name.type === "JSXIdentifier" && spoken.test(name.name) && name.name !== "enterKeyHint")
        for (const found of wordsIn(value)) context.report({ node: found, message });
    },
    JSXExpressionContainer(node) {
      if (node.parent.type === "JSXElement" || node.parent.type === "JSXFragment")
        for (const found of wordsIn(node)) context.report({ node: found, message });
    },
  }),
};

export default { meta: { name: "parley" }, rules: { "literal-words": literalWords } };
