// Cuts Tabler to what a face's templates, views and scripts name.

// Everything that could be a class, an element or an attribute value. Being generous costs a few bytes;
// being clever costs a button without its border.
export function selectorsIn(text) {
  return new Set(text.match(/[A-Za-z][A-Za-z0-9_-]*/g) ?? []);
}

// Classes that are built from parts at run time, or that only htmx and Django write.
const ALWAYS = ["html", "body", "btn", "form-control", "form-select", "form-check-input", "is-invalid"];

// Tabler's own look-and-feel layers that Linli replaces whole.
const NEVER = [/^\.?theme-/, /^\.?bg-/, /^\.?text-(?!nowrap|truncate)/, /^\.?flag/, /^\.?avatar/, /^\.?badge/, /^\.?nav/];

export async function cutTabler(PurgeCSS, css, used) {
  const extractor = () => ({
    attributes: { names: ["type", "disabled", "readonly", "hidden", "open", "role", "size", "multiple", "data-bs-theme"], values: [] },
    classes: [...used],
    ids: [],
    tags: [...used, "html", "body"],
    undetermined: [...used],
  });
  const [result] = await new PurgeCSS().purge({
    content: [{ raw: "<html>", extension: "html" }],
    css: [{ raw: css }],
    extractors: [{ extractor, extensions: ["html"] }],
    safelist: { standard: ALWAYS },
    blocklist: NEVER,
    keyframes: true,
    fontFace: true,
    variables: false,
  });
  return dropUnusedVariables(dropSourceMap(result.css));
}

function dropSourceMap(css) {
  return css.replace(/\/\*# sourceMappingURL=.*?\*\//g, "");
}

// A custom property that nothing reads is dead weight: Tabler declares over a thousand. Reading is
// looked for until nothing more falls, because a dead property may be the only reader of another.
export function dropUnusedVariables(css) {
  for (;;) {
    const read = new Set([...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((hit) => hit[1]));
    const next = css.replace(/(--[\w-]+)\s*:\s*[^;{}]*(;|(?=\}))/g, (whole, name) => (read.has(name) ? whole : ""));
    if (next.length === css.length) {
      return next.replace(/[^{}]+\{\s*\}/g, "");
    }
    css = next;
  }
}
