/** Renders a component again only when one of its properties is another value: what did not change costs nothing. */
import { Component, h, type ComponentType, type FunctionComponent } from "preact";

export function memo<Properties extends object>(component: ComponentType<Properties>): FunctionComponent<Properties> {
  class Memo extends Component<Properties> {
    override shouldComponentUpdate(next: Readonly<Properties>): boolean {
      const keys = new Set([...Object.keys(this.props), ...Object.keys(next)]) as Set<keyof Properties>;
      return [...keys].some((key) => this.props[key] !== next[key]);
    }

    override render(): ReturnType<typeof h> {
      return h(component as ComponentType<object>, this.props);
    }
  }
  return Memo as unknown as FunctionComponent<Properties>;
}
