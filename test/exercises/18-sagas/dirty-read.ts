/**
 * Sold out.
 *
 * There is one bicycle, and there are two orders, Ann's and Bob's. The carrier refuses every parcel. Write down what has to
 * happen for one customer to be told *sold out* (refused by `reserve`) because of an order that comes to nothing: its
 * reservation is undone afterwards. The same events must leave a shop unharmed that takes one order after the other.
 * Shorter is better.
 *
 * The orchestrator is the node `saga`; the services are `create`, `reserve`, `charge` and `ship`. At the beginning it has
 * asked `create` for Ann's order and for Bob's, in this order. When an answer arrives it asks the next service. A move is
 * `{ kind: "deliver", from: "saga", to: "create", nth: 1 }`: the first message that the orchestrator has sent to
 * `create` arrives. Answers are counted in the same way, from `create` to `saga`. There are no other moves here.
 *
 * Try it: `npx distlab check 18-sagas/dirty-read`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
