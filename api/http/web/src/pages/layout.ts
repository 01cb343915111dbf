// A worker that lays out a network by ForceAtlas2, a few steps at a time, and tells the places after each of them.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import type { LayoutRequest, Places } from "../network/layouts";

const ROUNDS = 12;
const STEPS = 40;

addEventListener("message", (event: MessageEvent<LayoutRequest>) => {
  const graph = new Graph({ type: "undirected" });
  const { nodes, edges } = event.data;
  nodes.forEach(({ id, place }, at) => {
    // From the same beginning comes the same picture: on a spiral, in the order of the nodes.
    const turn = at * 2.399963;
    const [x, y] = place ?? [Math.sqrt(at + 1) * Math.cos(turn), Math.sqrt(at + 1) * Math.sin(turn)];
    graph.addNode(id, { x, y });
  });
  for (const { source, target, weight } of edges) {
    if (graph.hasEdge(source, target)) graph.updateEdgeAttribute(source, target, "weight", (old: number) => old + weight);
    else graph.addEdge(source, target, { weight });
  }
  const settings = { ...forceAtlas2.inferSettings(graph), gravity: 1, edgeWeightInfluence: 0.5 };
  for (let round = 0; round < ROUNDS; round += 1) {
    forceAtlas2.assign(graph, { iterations: STEPS, settings });
    const places: Places = Object.fromEntries(graph.mapNodes((id, { x, y }) => [id, [Number(x), Number(y)]]));
    postMessage({ places, done: round === ROUNDS - 1 });
  }
});
