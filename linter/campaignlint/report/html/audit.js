"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const counted = (number, word) =>
    `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

  const SEVERITIES = ["error", "warning", "note"];
  /** Filters open all groups if at most this many findings are left. */
  const MAX_OPENED = 100;
  const SAVE_DELAY = 300; // milliseconds
  const MIN_SCALE = 0.85;
  const SCROLL_MARGIN = 8; // pixels
  /** The parts of a finding that are searched. */
  const SEARCHED = [
    "summary > .message > b",
    "summary > .message > .place",
    ".body > .help > span",
    ".body > .facts > code",
    ".body > .related > li:not(.rest)",
  ].map((part) => `:scope > details > ${part}`).join();

  const holder = one("#groups");
  const search = one("#search");
  const status = one("#status");

  // Findings and groups

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

  /** Return the text of a finding that is searched; cached. */
  function searchText(finding) {
    if (!finding.text) {
      const { campaign, campaignName, element, ruleGroup } = finding;
      const about = [ruleGroup.dataset.rule, one("h3", ruleGroup).textContent];
      const texts = all(SEARCHED, element).map((part) => part.textContent);
      finding.text = [...about, campaign, campaignName, ...texts].join(" ").toLowerCase();
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

  // Filters

  const selectedValues = (name) => new Set(all(`input[name=${name}]:checked`).map((input) => input.value));
  const inputsOf = (name) => all(`input[name=${name}]`);
  let program = null;

  function isFiltered() {
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
    return finding.program || "Outside programs";
  }

  function noteOf(finding, by) {
    if (by === "campaign") return finding.campaign === undefined ? "" : `id ${finding.campaign}`;
    return finding.workspace === "Default" ? "" : finding.workspace;
  }

  /** Create the groups by program or campaign. */
  function createGroups(by) {
    const found = new Map();
    for (const finding of findings) {
      const key = keyOf(finding, by);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(finding);
    }
    return [...found.values()].map((list) => {
      list.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
      const isNamed = by === "campaign" ? list[0].campaign !== undefined : list[0].program !== "";
      return groupOf(createSection(list[0], by), list, isNamed);
    });
  }

  function createSection(finding, by) {
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
    groupings[by] ??= createGroups(by);
    groups = groupings[by];
    for (const each of groups) each.shown = [];
    // The documentation of rules stays on the page if findings are not grouped by rule.
    const rules = one("#rules");
    rules.hidden = by === "rule";
    if (by !== "rule") rules.append(...byRule.map((each) => each.section));
  }

  // Filtering

  /** Remove other findings from the document, since browsers are slow with thousands of hidden ones. */
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
    wanted.forEach(updateHeader);
    wanted.sort(compareSeverities);
    const sections = wanted.map((each) => each.section);
    if (sections.some((section, at) => section !== holder.children[at]) ||
        sections.length !== holder.children.length) {
      holder.replaceChildren(...sections);
    }
    openGroups(isFiltered() && shown <= MAX_OPENED);
    updateStatus(shown, wanted.filter((each) => each.isNamed).length);
  }

  /** Update the severity and the numbers in the header of a group. */
  function updateHeader(group) {
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

  function compareSeverities(a, b) {
    const at = SEVERITIES.findIndex((_, place) => a.numbers[place] !== b.numbers[place]);
    return at < 0 ? 0 : b.numbers[at] - a.numbers[at];
  }

  function filter() {
    const severities = selectedValues("severity");
    const confidences = inputsOf("confidence").length ? selectedValues("confidence") : null;
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return (finding) =>
      severities.has(finding.severity) &&
      (!confidences || confidences.has(finding.confidence)) &&
      (!program ||
        (finding.program === program.name && finding.workspace === program.workspace)) &&
      words.every((word) => searchText(finding).includes(word));
  }

  function updateStatus(shown, shownGroups) {
    one("#no-matches").hidden = shown > 0;
    one("#clear").disabled = !isFiltered();
    const by = one("input[name=by]:checked").value;
    status.textContent =
      `${shown.toLocaleString("en")} of ${counted(findings.length, "finding")}` +
      ` in ${counted(shownGroups, by)}` +
      (program ? `; program ${program.name}` : "");
  }

  /** Open all groups, or restore them as they were before. */
  let openBefore = null;
  function openGroups(isOpen) {
    if (isOpen) {
      openBefore ??= new Map(groups.map((each) => [each.section, each.section.firstElementChild.open]));
      for (const each of groups) each.section.firstElementChild.open = true;
    } else if (openBefore) {
      for (const [section, open] of openBefore) section.firstElementChild.open = open;
      openBefore = null;
    }
  }

  // The view in the URL

  let saving = 0;
  function save() {
    clearTimeout(saving);
    saving = setTimeout(() => {
      const view = new URLSearchParams();
      const by = one("input[name=by]:checked").value;
      if (by !== "rule") view.set("by", by);
      for (const name of ["severity", "confidence"]) {
        const values = selectedValues(name);
        if (values.size < inputsOf(name).length) view.set(name, [...values].join(" "));
      }
      if (search.value) view.set("q", search.value);
      if (program) {
        view.set("program", program.name);
        view.set("workspace", program.workspace);
      }
      history.replaceState(null, "", `#${view}`);
    }, SAVE_DELAY);
  }

  function restore(view) {
    const by = inputsOf("by").find((input) => input.value === view.get("by")) ?? inputsOf("by")[0];
    by.checked = true;
    for (const name of ["severity", "confidence"]) {
      const inputs = inputsOf(name);
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

  function followFragment() {
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
    if (target) reveal(target);
  }

  /** Open a target and the elements around it, and scroll to it. */
  function reveal(target) {
    for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    const own = target.firstElementChild;
    if (own?.localName === "details") own.open = true;
    const focused = own?.localName === "details" ? own.firstElementChild : target;
    afterLoading(() => {
      focused.focus({ preventScroll: true });
      target.scrollIntoView({ block: "start" });
    });
  }

  /** Keep scroll targets clear of the controls. */
  function updateScrollPadding() {
    const controls = one(".controls");
    const isSticky = getComputedStyle(controls).position === "sticky";
    const height = isSticky ? controls.offsetHeight : 0;
    document.documentElement.style.scrollPaddingTop = `${height + SCROLL_MARGIN}px`;
  }

  /** Run an action after the browser has scrolled to the fragment of the URL. */
  function afterLoading(action) {
    if (document.readyState === "complete") requestAnimationFrame(action);
    else addEventListener("load", () => requestAnimationFrame(action), { once: true });
  }

  // The diagram and the description of the campaign of a finding

  function fillContext(finding) {
    const context = one(".context", finding);
    if (!context || context.dataset.filled) return;
    context.dataset.filled = "yes";
    const { campaign, diagram } = finding.dataset;
    const description = copyWithoutIds(`#campaign-${campaign} .description`);
    const line = findLine(description, finding.dataset);
    if (line) {
      line.classList.add("current");
      one(".text", line).setAttribute("aria-current", "true");
    }
    context.replaceChildren(description);
    if (diagram) {
      const copy = copyDiagram(diagram, campaign);
      context.prepend(copy, copyWithoutIds(`#diagram-${diagram} .legend`));
      fit(copy);
    }
  }

  function copyDiagram(number, campaign) {
    const diagram = copyWithoutIds(`#diagram-${number} .drawing`);
    const svg = one("svg", diagram);
    svg.setAttribute("aria-label", one("title", svg).textContent);
    svg.removeAttribute("aria-labelledby");
    one(`a[href="#campaign-${campaign}"]`, svg)?.classList.add("cl-focus");
    return diagram;
  }

  /**
   * Fit a diagram into the page, but keep it legible, and scroll to the campaign of the finding.
   * A chain that is too deep starts at its first campaign.
   */
  function fit(drawing) {
    const svg = one("svg", drawing);
    const { width, height } = svg.viewBox.baseVal;
    const scale = Math.min(1, Math.max(MIN_SCALE, drawing.clientWidth / width));
    svg.setAttribute("width", width * scale);
    svg.setAttribute("height", height * scale);
    const focus = one(".cl-focus", svg);
    if (!focus || one(".cl-deep", svg)) return;
    const [inside, outside] = [focus, drawing].map((each) => each.getBoundingClientRect());
    drawing.scrollLeft += inside.left - outside.left - (outside.width - inside.width) / 2;
  }

  /** Return a copy of an element without ids, which must be unique on a page. */
  function copyWithoutIds(selector) {
    const copy = one(selector).cloneNode(true);
    for (const element of all("[id]", copy)) element.removeAttribute("id");
    return copy;
  }

  function findLine(description, { part }) {
    if (!part) return null;
    const [kind, number, choice] = part.split(" ");
    const line = one(`li[data-kind="${kind}"][data-number="${number}"]`, description);
    if (!line || choice === "0") return line;
    return one(`li[data-kind="choice"][data-number="${choice}"]`, line) ?? line;
  }

  // Events

  document.addEventListener(
    "toggle",
    ({ target }) => {
      const part = target.parentElement;
      if (!target.open || isPrinting) return;
      if (part.classList.contains("finding")) fillContext(part);
      else if (part.classList.contains("diagram")) fit(one(".drawing", part));
    },
    true
  );
  one(".controls").addEventListener("submit", (event) => event.preventDefault());
  one(".controls").addEventListener("input", ({ target }) => {
    if (target.name === "by") {
      openBefore = null;
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
      openBefore = null;
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
  addEventListener("hashchange", followFragment);
  addEventListener("resize", updateScrollPadding);
  new ResizeObserver(updateScrollPadding).observe(one(".controls"));

  // Printing opens everything that is not filtered out

  /** Describe the filters. */
  function describeFilters() {
    const parts = ["severity", "confidence"]
      .filter((name) => selectedValues(name).size < inputsOf(name).length)
      .map((name) => `${name} ${[...selectedValues(name)].join(" or ") || "none"}`);
    if (search.value) parts.push(`search for "${search.value}"`);
    return `Filtered: ${[status.textContent, ...parts].join("; ")}.`;
  }

  let closed = [];
  addEventListener("beforeprint", () => {
    isPrinting = true;
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
    const shown = findings.filter((each) => each.element.isConnected);
    const wanted = new Set(shown.map((each) => each.campaign));
    const isWhole = !isFiltered();
    one("#print-filters").hidden = isWhole;
    one("#print-filters").textContent = isWhole ? "" : describeFilters();
    for (const campaign of all(".campaign")) {
      campaign.hidden = !isWhole && !wanted.has(campaign.id.slice("campaign-".length));
    }
    for (const section of all(".activations")) section.hidden = !isWhole;
    const diagrams = new Set(shown.map((each) => each.element.dataset.diagram));
    for (const diagram of all(".diagram")) {
      diagram.hidden = !isWhole && !diagrams.has(diagram.id.slice("diagram-".length));
    }
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
    for (const part of all(".campaign, .diagram, .activations")) part.hidden = false;
    one("#print-filters").hidden = true;
    requestAnimationFrame(() => { isPrinting = false; });
  });

  document.documentElement.classList.add("scripted");
  apply();
  updateScrollPadding();
  followFragment();
})();
