// The Dockerfile as a language server reads it: instructions, flags, stages and variables.
import assert from "node:assert/strict";
import { test } from "node:test";
import { validate } from "dockerfile-utils";
import { text } from "./support/repository.mjs";

const faults = (dockerfile) => validate(dockerfile).map((d) => `line ${d.range.start.line + 1}: ${d.message}`);

test("the Dockerfile has no fault", () => assert.deepEqual(faults(text("Dockerfile")), []));

for (const [right, wrong] of [["ENTRYPOINT [", "ENTRYPIONT ["], ["EXPOSE 8080", "EXPOSE http"], ["COPY --from=build /out/app", "COPY --form=build /out/app"]]) {
  test(`"${wrong}" is refused`, () => {
    assert.ok(text("Dockerfile").includes(right));
    assert.equal(faults(text("Dockerfile").replace(right, wrong)).length, 1);
  });
}
