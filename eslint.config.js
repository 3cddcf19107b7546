import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const clockMessage = "Time is a parameter: take a Clock. Only clock.ts and main.ts ask the machine.";

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "prisma/generated/**", "coverage/**"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strict],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/unified-signatures": "off",
      eqeqeq: "error",
      "no-console": "error",
      "max-lines": ["error", { max: 350, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["server/src/**/*.ts", "player/src/**/*.ts", "server/contract/src/**/*.ts"],
    ignores: ["**/clock.ts", "**/main.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: clockMessage },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockMessage },
      ],
      "no-restricted-globals": ["error", { name: "Temporal", message: "Import it from temporal-polyfill on the server; contract and player use Intl." }],
    },
  },
  { files: ["console/src/**/*.{ts,tsx}"], extends: [reactHooks.configs.flat.recommended] },
  { files: ["**/cli/**", "prisma/seed/films/**", "tests/support/**", "tests/bench/**", "tests/torture/run.ts", "player/budget.ts", "server/src/main.ts", "server/src/verify-audit.ts", "server/src/demo/**"], rules: { "no-console": "off" } },
);
