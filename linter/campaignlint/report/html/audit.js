"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const counted = (number, word) =>
    `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

  const SEVERITIES = ["error", "warning", "note"];
  const UNFOLDED_BY_SEARCH = 100;
  const SAVED_AFTER = 300;
  const SMALLEST = 0.85;
  const CLEARANCE = 8;
  const SAID = [
    "summary > .said > b",
    "summary > .said > .place",
    ".body > .help > span",
    ".body > .facts > code",
    ".body > .related > li:not(.rest)",
  ].map((part) => `:scope > details > ${part}`).join();

  const holder = one("#groups");
  const search = one("#search");
  const status = one("#status");

  // What there is

  const findings = all(".finding").map((element) => ({
    element,
    severity: element.dataset.severity,
    confidence: element.dataset.confidence,
    program: element.dataset.program,
    workspace: element.dataset.workspace,
    campaign: element.dataset.campaign,
    campaignName: element.dataset.name,
    ruleGroup: element.closest(".group"),
    text: "",
  }));

  /** What search looks in, gathered when it is first needed: what is said of a finding, and no more. */
  function textOf(finding) {
    if (!finding.text) {
      const { campaign, campaignName, element, ruleGroup } = finding;
      const about = [ruleGroup.dataset.rule, one("h3", ruleGroup).textContent];
      const said = all(SAID, element).map((part) => part.textContent);
      finding.text = [...about, campaign, campaignName, ...said].join(" ").toLowerCase();
    }
    return finding.text;
  }

  const byRule = all(".group").map((section) =>
    groupOf(section, findings.filter((finding) => finding.ruleGroup === section))
  );
  const groupings = { rule: byRule };
  let groups = byRule;

  function groupOf(section, list, isNamed = true) {
    return { section, isNamed, findings: list, shown: [], list: one(".findings", section) };
  }
  let isPrinting = false;

  // What is chosen

  const chosen = (name) => new Set(all(`input[name=${name}]:checked`).map((input) => input.value));
  const choices = (name) => all(`input[name=${name}]`);
  let program = null;

  function isNarrowed() {
    return Boolean(
      search.value || program || all("input[type=checkbox]:not(:checked)", one(".controls")).length
    );
  }

  // Grouping

  function keyOf(finding, by) {
    if (by === "campaign") return finding.campaign ?? "";
    return JSON.stringify([finding.program, finding.workspace]);
  }

  function titleOf(finding, by) {
    if (by === "campaign") {
      if (finding.campaign === undefined) return "Other assets and files";
      return [finding.program, finding.campaignName].filter(Boolean).join(" > ");
    }
    return finding.program || "Outside of programs";
  }

  function noteOf(finding, by) {
    if (by === "campaign") return finding.campaign === undefined ? "" : `id ${finding.campaign}`;
    return finding.workspace === "Default" ? "" : finding.workspace;
  }

  /** Groups by program or campaign. */
  function grouped(by) {
    const found = new Map();
    for (const finding of findings) {
      const key = keyOf(finding, by);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(finding);
    }
    return [...found.values()].map((list) => {
      list.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
      const isNamed = by === "campaign" ? list[0].campaign !== undefined : list[0].program !== "";
      return groupOf(sectionFor(list[0], by), list, isNamed);
    });
  }

  function sectionFor(finding, by) {
    const section = document.createElement("section");
    const details = section.appendChild(document.createElement("details"));
    const summary = details.appendChild(document.createElement("summary"));
    summary.appendChild(document.createElement("span")).className = "badge";
    summary.appendChild(document.createElement("h3")).textContent = titleOf(finding, by);
    const note = summary.appendChild(document.createElement("span"));
    note.className = "rule";
    note.textContent = noteOf(finding, by);
    summary.appendChild(document.createElement("span")).className = "numbers";
    summary.appendChild(document.createElement("span")).className = "count";
    details.appendChild(document.createElement("ol")).className = "findings";
    return section;
  }

  function group(by) {
    groupings[by] ??= grouped(by);
    groups = groupings[by];
    for (const each of groups) each.shown = [];
    // What rules mean stays at hand where findings are not grouped by them.
    const rules = one("#rules");
    rules.hidden = by === "rule";
    if (by !== "rule") rules.append(...byRule.map((each) => each.section));
  }

  // Filtering

  /** What is filtered out leaves the document: a browser takes long over thousands of hidden ones. */
  function apply() {
    const isShown = filter();
    let shown = 0;
    for (const each of groups) {
      const within = each.findings.filter(isShown);
      if (within.length !== each.shown.length || within.some((one, at) => one !== each.shown[at])) {
        each.list.replaceChildren(...within.map((finding) => finding.element));
        each.shown = within;
      }
      shown += within.length;
    }
    const wanted = groups.filter((each) => each.shown.length);
    wanted.forEach(head);
    wanted.sort(gravestFirst);
    const sections = wanted.map((each) => each.section);
    if (sections.some((section, at) => section !== holder.children[at]) ||
        sections.length !== holder.children.length) {
      holder.replaceChildren(...sections);
    }
    unfold(isNarrowed() && shown <= UNFOLDED_BY_SEARCH);
    tell(shown, wanted.filter((each) => each.isNamed).length);
  }

  /** What a group's header says is true of what is shown of it. */
  function head(group) {
    const total = group.findings.length;
    group.numbers = SEVERITIES.map(
      (severity) => group.shown.filter((each) => each.severity === severity).length
    );
    const worst = SEVERITIES[group.numbers.findIndex(Boolean)];
    group.section.className = `group ${worst}`;
    const badge = one("summary > .badge", group.section);
    badge.className = `badge ${worst}`;
    badge.textContent = worst;
    one(".count", group.section).textContent =
      group.shown.length === total
        ? total.toLocaleString("en")
        : `${group.shown.length.toLocaleString("en")} of ${total.toLocaleString("en")}`;
    const numbers = one(".numbers", group.section);
    if (!numbers) return;
    const each = group.numbers.map((number, at) => number && counted(number, SEVERITIES[at]));
    numbers.textContent = each.filter(Boolean).join(", ");
  }

  function gravestFirst(a, b) {
    const at = SEVERITIES.findIndex((_, place) => a.numbers[place] !== b.numbers[place]);
    return at < 0 ? 0 : b.numbers[at] - a.numbers[at];
  }

  function filter() {
    const severities = chosen("severity");
    const confidences = choices("confidence").length ? chosen("confidence") : null;
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return (finding) =>
      severities.has(finding.severity) &&
      (!confidences || confidences.has(finding.confidence)) &&
      (!program ||
        (finding.program === program.name && finding.workspace === program.workspace)) &&
      words.every((word) => textOf(finding).includes(word));
  }

  function tell(shown, shownGroups) {
    one("#nothing").hidden = shown > 0;
    one("#clear").disabled = !isNarrowed();
    const by = one("input[name=by]:checked").value;
    status.textContent =
      `${shown.toLocaleString("en")} of ${counted(findings.length, "finding")}` +
      ` in ${counted(shownGroups, by)}` +
      (program ? `; program ${program.name}` : "");
  }

  /** Few findings left by filters are shown unfolded; without filters it is as it was before. */
  let before = null;
  function unfold(wanted) {
    if (wanted) {
      before ??= new Map(groups.map((each) => [each.section, each.section.firstElementChild.open]));
      for (const each of groups) each.section.firstElementChild.open = true;
    } else if (before) {
      for (const [section, open] of before) section.firstElementChild.open = open;
      before = null;
    }
  }

  // The view in the address, so that it can be sent on

  let saving = 0;
  function save() {
    clearTimeout(saving);
    saving = setTimeout(() => {
      const view = new URLSearchParams();
      const by = one("input[name=by]:checked").value;
      if (by !== "rule") view.set("by", by);
      for (const name of ["severity", "confidence"]) {
        const values = chosen(name);
        if (values.size < choices(name).length) view.set(name, [...values].join(" "));
      }
      if (search.value) view.set("q", search.value);
      if (program) {
        view.set("program", program.name);
        view.set("workspace", program.workspace);
      }
      history.replaceState(null, "", `#${view}`);
    }, SAVED_AFTER);
  }

  function restore(view) {
    const by = choices("by").find((input) => input.value === view.get("by")) ?? choices("by")[0];
    by.checked = true;
    for (const name of ["severity", "confidence"]) {
      const inputs = choices(name);
      const values = view.get(name)?.split(" ") ?? [];
      const isKnown = inputs.some((input) => values.includes(input.value));
      for (const input of inputs) input.checked = !isKnown || values.includes(input.value);
    }
    search.value = view.get("q") ?? "";
    program = view.has("program")
      ? { name: view.get("program"), workspace: view.get("workspace") ?? "" }
      : null;
    group(by.value);
    apply();
  }

  function follow() {
    const fragment = location.hash.slice(1);
    if (!fragment || fragment.includes("=")) {
      restore(new URLSearchParams(fragment));
      return;
    }
    const finding = findings.find((each) => each.element.id === fragment);
    const rule = byRule.find(({ section }) => one(".about", section).id === fragment);
    const isAway = (finding && !finding.element.isConnected) || (rule && !rule.section.isConnected);
    if (isAway) restore(new URLSearchParams());
    const target = finding?.element ?? document.getElementById(fragment);
    if (target) show(target);
  }

  /** Open what a target stands in and the target itself, and go there. */
  function show(target) {
    for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    const own = target.firstElementChild;
    if (own?.localName === "details") own.open = true;
    const focused = own?.localName === "details" ? own.firstElementChild : target;
    afterLoading(() => {
      focused.focus({ preventScroll: true });
      target.scrollIntoView({ block: "start" });
    });
  }

  /** What is gone to, or focused, is not to be hidden below the controls. */
  function keepClear() {
    const controls = one(".controls");
    const isInTheWay = getComputedStyle(controls).position === "sticky";
    const taken = isInTheWay ? controls.offsetHeight : 0;
    document.documentElement.style.scrollPaddingTop = `${taken + CLEARANCE}px`;
  }

  /** A browser goes to an address's fragment itself when all is loaded, and takes the focus. */
  function afterLoading(action) {
    if (document.readyState === "complete") requestAnimationFrame(action);
    else addEventListener("load", () => requestAnimationFrame(action), { once: true });
  }

  // The call graph and the campaign around a finding

  function surround(finding) {
    const around = one(".around", finding);
    if (!around || around.dataset.filled) return;
    around.dataset.filled = "yes";
    const { campaign, picture } = finding.dataset;
    const words = copied(`#campaign-${campaign} .words`);
    const spot = here(words, finding.dataset);
    if (spot) {
      spot.classList.add("here");
      one(".text", spot).setAttribute("aria-current", "true");
    }
    around.replaceChildren(words);
    if (picture) {
      const copy = drawn(picture, campaign);
      around.prepend(copy, copied(`#picture-${picture} .legend`));
      fit(copy);
    }
  }

  function drawn(number, campaign) {
    const picture = copied(`#picture-${number} .drawn`);
    const svg = one("svg", picture);
    svg.setAttribute("aria-label", one("title", svg).textContent);
    svg.removeAttribute("aria-labelledby");
    one(`a[href="#campaign-${campaign}"]`, svg)?.classList.add("cl-focus");
    return picture;
  }

  /**
   * As large as there is room for, but legible. What is in focus comes into sight, but a chain that
   * is too deep is read from its start.
   */
  function fit(picture) {
    const svg = one("svg", picture);
    const { width, height } = svg.viewBox.baseVal;
    const scale = Math.min(1, Math.max(SMALLEST, picture.clientWidth / width));
    svg.setAttribute("width", width * scale);
    svg.setAttribute("height", height * scale);
    const focus = one(".cl-focus", svg);
    if (!focus || one(".cl-deep", svg)) return;
    const [inside, outside] = [focus, picture].map((each) => each.getBoundingClientRect());
    picture.scrollLeft += inside.left - outside.left - (outside.width - inside.width) / 2;
  }

  /** A copy without ids, which must be one of a kind in a page. */
  function copied(selector) {
    const copy = one(selector).cloneNode(true);
    for (const element of all("[id]", copy)) element.removeAttribute("id");
    return copy;
  }

  function here(words, { spot: place }) {
    if (!place) return null;
    const [spot, at, choice] = place.split(" ");
    const line = one(`li[data-kind="${spot}"][data-number="${at}"]`, words);
    if (!line || choice === "0") return line;
    return one(`li[data-kind="choice"][data-number="${choice}"]`, line) ?? line;
  }

  // What the reader does

  document.addEventListener(
    "toggle",
    ({ target }) => {
      const part = target.parentElement;
      if (!target.open || isPrinting) return;
      if (part.classList.contains("finding")) surround(part);
      else if (part.classList.contains("picture")) fit(one(".drawn", part));
    },
    true
  );
  one(".controls").addEventListener("submit", (event) => event.preventDefault());
  one(".controls").addEventListener("input", ({ target }) => {
    if (target.name === "by") {
      before = null;
      group(target.value);
    }
    apply();
    save();
  });
  one("#clear").addEventListener("click", () => {
    const by = one("input[name=by]:checked").value;
    restore(new URLSearchParams({ by }));
    save();
    search.focus();
  });
  for (const [id, open] of [["expand", true], ["collapse", false]]) {
    one(`#${id}`).addEventListener("click", () => {
      before = null;
      for (const each of groups) each.section.firstElementChild.open = open;
    });
  }
  one("#all-programs")?.addEventListener("click", () => {
    restore(new URLSearchParams({ by: "program" }));
    save();
    goToFindings();
  });
  for (const button of all("button[data-program]")) {
    button.addEventListener("click", () => {
      program = { name: button.dataset.program, workspace: button.dataset.workspace };
      apply();
      save();
      goToFindings();
    });
  }

  function goToFindings() {
    one("#findings").focus({ preventScroll: true });
    one("#findings").scrollIntoView();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.target.localName === "input" && event.target.type === "search") return;
      event.preventDefault();
      search.focus();
      search.select();
    }
  });
  addEventListener("hashchange", follow);
  addEventListener("resize", keepClear);
  new ResizeObserver(keepClear).observe(one(".controls"));

  // Paper shows all that is not filtered out

  /** Which findings are on the paper, where that is not all of them. */
  function narrowing() {
    const parts = ["severity", "confidence"]
      .filter((name) => chosen(name).size < choices(name).length)
      .map((name) => `${name} ${[...chosen(name)].join(" or ") || "of no kind"}`);
    if (search.value) parts.push(`search for "${search.value}"`);
    return `Not all findings: ${[status.textContent, ...parts].join("; ")}.`;
  }

  let folded = [];
  addEventListener("beforeprint", () => {
    isPrinting = true;
    folded = all("details:not([open])");
    for (const details of folded) details.open = true;
    const shown = findings.filter((each) => each.element.isConnected);
    const wanted = new Set(shown.map((each) => each.campaign));
    const isWhole = !isNarrowed();
    one("#narrowed").hidden = isWhole;
    one("#narrowed").textContent = isWhole ? "" : narrowing();
    for (const campaign of all(".campaign")) {
      campaign.hidden = !isWhole && !wanted.has(campaign.id.slice("campaign-".length));
    }
    const drawnFor = new Set(shown.map((each) => each.element.dataset.picture));
    for (const picture of all(".picture")) {
      picture.hidden = !isWhole && !drawnFor.has(picture.id.slice("picture-".length));
    }
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
    for (const part of all(".campaign, .picture")) part.hidden = false;
    one("#narrowed").hidden = true;
    requestAnimationFrame(() => { isPrinting = false; });
  });

  document.documentElement.classList.add("scripted");
  apply();
  keepClear();
  follow();
})();
