import vue from "eslint-plugin-vue";
import typescript from "typescript-eslint";

export default typescript.config(
  { ignores: ["client/", "node_modules/", "src/contract/"] },
  ...typescript.configs.strict,
  ...typescript.configs.stylistic,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  {
    rules: {
      // Formatting of templates is judged by eye: one-line elements read well at 120 columns.
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": ["warn", { html: { void: "always" } }],
      "vue/multi-word-component-names": "error",
      // An optional prop that is left out is undefined, and its type says so.
      "vue/require-default-prop": "off",
      // Everything shown comes from the typed catalogue and is text: markup from strings is an injection waiting to happen.
      "vue/no-v-html": "error",
      "no-console": "error",
      // Missing on the phones of README.md's floor, or where a page is not served securely. What the language itself
      // lacks there (Array.at, Object.hasOwn, replaceAll) the ES2020 library of tsconfig.json does not know.
      "no-restricted-globals": ["error", "structuredClone"],
      "no-restricted-properties": ["error", { object: "crypto", property: "randomUUID" }, { object: "crypto", property: "subtle" }],
    },
  },
);
