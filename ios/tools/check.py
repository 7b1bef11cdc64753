"""Checks what of the iOS shell can be checked without Xcode: Swift parses, the catalogues have every sentence in every language,
property lists and the project are sound. Needs tree-sitter and tree-sitter-swift; `cargo xtask ios` makes it an environment.
It changes nothing and says each fault with its file."""

import json
import plistlib
import re
import sys
from pathlib import Path

import tree_sitter
import tree_sitter_swift

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"en", "zh-Hans", "ko", "de"}
# Sentences that are named by what the core says: every key of the family must be there in full.
FAMILIES = ("why.", "kind.", "scope.")
faults: list[str] = []


def fault(path: Path, text: str) -> None:
    faults.append(f"{path.relative_to(ROOT)}: {text}")


def swift_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.swift"))


def parse(files: list[Path]) -> int:
    """Each file as the grammar has it. The grammar lags behind the language: what it can't read is only a fault where no compiler
    read it, so its list of known gaps is kept short and by place."""
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_swift.language()))
    for path in files:
        tree = parser.parse(path.read_bytes())
        stack = [tree.root_node]
        while stack:
            node = stack.pop()
            if node.is_error or node.is_missing:
                fault(path, f"line {node.start_point[0] + 1}: does not parse")
                break
            stack.extend(child for child in node.children if child.has_error or child.is_missing)
    return len(files)


def guide(made: list[Path]) -> int:
    """The blocks of the guide parse, and each of our names in them is in the sources."""
    path = ROOT.parent / "docs/integrate-ios.md"
    blocks = re.findall(r"^```swift\n(.*?)^```", path.read_text(), re.DOTALL | re.MULTILINE)
    source = "".join(file.read_text() for file in [*swift_files("Sources"), *made])
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_swift.language()))
    for block in blocks:
        if parser.parse(block.encode()).root_node.has_error:
            faults.append("docs/integrate-ios.md: a block does not parse")
        for name in sorted(set(re.findall(r"\b(?:Mini[A-Z]\w+|Banchan\w*)", block))):
            # What is generated is looked for where it was generated.
            if (made or not name.startswith("Mini")) and not re.search(rf"\b(?:class|struct|enum|protocol|typealias) {name}\b", source):
                faults.append(f"docs/integrate-ios.md: there is no {name}")
    # What it tells a reader to call is there, with these labels.
    functions = re.findall(r"\bfunc (\w+)\s*(?:<[^>]*>)?\(([^{]*?)\)\s*(?:async|throws|->|\{)", source, re.DOTALL)
    labels = {(name, tuple(re.findall(r"(?:^|,)\s*(\w+)(?:\s+\w+)?\s*:", given))) for name, given in functions}
    own = [(name, list(given)) for name, given in labels]
    told = [(name, re.findall(r"(\w+):", given)) for name, given in re.findall(r"`[^`\n]*?\b(\w+)\(((?:\w+:)+)\)`", path.read_text())]
    calls = [call for block in blocks for call in re.findall(r"\b(?:Banchan|phone)\.(\w+)\((.*)\)", block)]
    told += [(name, re.findall(r"\b(\w+): ", given)) for name, given in calls]
    for name, given in told:
        # Those with a value of their own may be left out, never put in another order.
        fits = [known for known, names in own if known == name and [one for one in names if one in given] == given]
        if not fits and (made or name != "register"):
            faults.append(f"docs/integrate-ios.md: nothing is called {name}({''.join(one + ':' for one in given)})")
    if not blocks or len(told) < 3:
        faults.append("docs/integrate-ios.md: has no block of Swift, or names nothing to call")
    return len(blocks)


def catalogue(path: Path) -> dict[str, dict[str, str]]:
    """A string catalogue: every key in every language, with the same places to fill in."""
    strings = {}
    for key, entry in json.loads(path.read_text())["strings"].items():
        words = {tag: unit["stringUnit"]["value"] for tag, unit in entry["localizations"].items()}
        strings[key] = words
        if set(words) != LANGUAGES or not all(words.values()):
            fault(path, f"{key}: languages {sorted(words)}, wanted {sorted(LANGUAGES)}")
        holes = {tag: sorted(re.sub(r"\d+\$", "", hole) for hole in re.findall(r"%(?:\d+\$)?@", text)) for tag, text in words.items()}
        if len({tuple(hole) for hole in holes.values()}) > 1 or (not path.name.startswith("InfoPlist") and len(holes["en"]) != key.count("%@")):
            fault(path, f"{key}: places to fill in differ")
    return strings


def words(files: list[Path], strings: dict[str, dict[str, str]], path: Path) -> int:
    """Every sentence that the sources name is there, and none is there for nothing."""
    source = "".join(file.read_text() for file in files)
    used = set(re.findall(r'"([a-z]+(?:\.[a-zA-Z]+)+(?: %@)*)"', re.sub(r"\\\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", "%@", source)))
    named = {key for key in used if key in strings}
    asked = set(re.findall(r'words\("([^"\\]+?)(?: ?\\\(.*?)?"\)', source))
    for key in asked:
        if not any(known == key or known.startswith(key + " %") for known in strings):
            fault(path, f"{key}: is asked for and not there")
    for key in strings:
        if key not in named and not key.startswith(FAMILIES):
            fault(path, f"{key}: nobody asks for it")
    return len(strings)


def plists() -> int:
    info = plistlib.loads((ROOT / "App/Info.plist").read_bytes())
    usage = {key for key in info if key.endswith("UsageDescription")}
    texts = catalogue(ROOT / "App/App/InfoPlist.xcstrings")
    if usage != set(texts):
        fault(ROOT / "App/Info.plist", f"usage texts {sorted(usage ^ set(texts))} are not in both places")
    privacy = plistlib.loads((ROOT / "App/App/PrivacyInfo.xcprivacy").read_bytes())
    if privacy["NSPrivacyTracking"] is not False or privacy["NSPrivacyTrackingDomains"]:
        fault(ROOT / "App/App/PrivacyInfo.xcprivacy", "says that it tracks")
    if not all(api["NSPrivacyAccessedAPITypeReasons"] for api in privacy["NSPrivacyAccessedAPITypes"]):
        fault(ROOT / "App/App/PrivacyInfo.xcprivacy", "an API has no reason")
    for path in ROOT.glob("App/App/**/Contents.json"):
        json.loads(path.read_text())
    return 2


def project() -> int:
    """Every object that the project names exists, and none is left over."""
    path = ROOT / "App/Banchan.xcodeproj/project.pbxproj"
    text = re.sub(r"/\*.*?\*/", "", path.read_text())
    if text.count("{") != text.count("}") or text.count("(") != text.count(")"):
        fault(path, "brackets do not match")
    made = set(re.findall(r"\b([0-9A-F]{24})\s*=\s*\{", text))
    for name in sorted(set(re.findall(r"\b[0-9A-F]{24}\b", text)) ^ made):
        fault(path, f"{name} is named and not there")
    for name in sorted(made):
        if len(re.findall(name, text)) < 2:
            fault(path, f"{name} is used by nothing")
    return len(made)


def main() -> int:
    own = swift_files("Sources", "App", "Tests")
    made = swift_files("Generated/Swift") if (ROOT / "Generated/Swift").is_dir() else []
    path = ROOT / "Sources/Banchan/Resources/Localizable.xcstrings"
    counts = (parse([*own, ROOT / "Package.swift"]), guide(made), words(swift_files("Sources/Banchan"), catalogue(path), path), plists(), project())
    print("%d Swift files and %d blocks of the guide parsed, %d sentences in %d languages, %d property lists, %d objects of the project"
          % (*counts[:3], len(LANGUAGES), *counts[3:]))
    for text in faults:
        print(text, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
