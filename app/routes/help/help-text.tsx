import type { Nodes, Root } from "mdast";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { HelpPage } from "./help-pages.ts";

type Props = { readonly tree: Root; readonly sections: HelpPage["sections"] };

/** The text of a help page below its title. Markup that the help does not use is shown as its words. */
export function HelpText({ tree, sections }: Props) {
  let section = -1;
  return tree.children.map((node, index) => {
    if (node.type !== "heading") return <Piece key={index} node={node} />;
    if (node.depth === 1) return null;
    if (node.depth > 2) return <h3 key={index}>{inside(node.children)}</h3>;
    section += 1;
    const slug = sections[section]?.slug;
    return (
      <h2 key={index} id={slug}>
        <a href={`#${slug}`}>{inside(node.children)}</a>
      </h2>
    );
  });
}

function Piece({ node }: { readonly node: Nodes }): ReactNode {
  switch (node.type) {
    case "paragraph":
      return <p>{inside(node.children)}</p>;
    case "list":
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>{inside(node.children)}</ol>
      ) : (
        <ul>{inside(node.children)}</ul>
      );
    case "listItem":
      return <li>{inside(node.children)}</li>;
    case "code":
      return (
        <pre tabIndex={0}>
          <code>{node.value}</code>
        </pre>
      );
    case "inlineCode":
      return <code>{node.value}</code>;
    case "strong":
      return <strong>{inside(node.children)}</strong>;
    case "emphasis":
      return <em>{inside(node.children)}</em>;
    case "link":
      return <HelpAddress url={node.url}>{inside(node.children)}</HelpAddress>;
    default:
      if ("children" in node) return inside(node.children);
      return "value" in node ? node.value : null;
  }
}

const inside = (nodes: readonly Nodes[]): ReactNode =>
  nodes.map((node, index) => <Piece key={index} node={node} />);

/** A link of the help: to another of its pages as the repository writes it, or out of Xin. */
function HelpAddress({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  const page = /^(?:\.\/)?([a-z-]+)\.md(#.*)?$/.exec(url);
  if (page !== null) return <Link to={`/help/${page[1]}${page[2] ?? ""}`}>{children}</Link>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
