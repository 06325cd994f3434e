"""PyTorch as a contender: one request as JSON a line on stdin, one reply a line on stdout.

The first request has the workload and its data; later ones are {"calls": n}, to run it n times, {"answer": true}.
"""
import json
import sys

import torch
from torch import nn

torch.set_num_threads(1)
ORDER = ["i", "f", "g", "o"]


class Fused(nn.Module):
    """nn.LSTM as it is."""

    def __init__(self, I, H, gates):
        super().__init__()
        self.lstm = nn.LSTM(I, H, batch_first=True)
        with torch.no_grad():
            self.lstm.weight_ih_l0.copy_(torch.cat([torch.tensor(gates[g]["W"]).view(H, I) for g in ORDER]))
            self.lstm.weight_hh_l0.copy_(torch.cat([torch.tensor(gates[g]["U"]).view(H, H) for g in ORDER]))
            self.lstm.bias_ih_l0.copy_(torch.cat([torch.tensor(gates[g]["b"]) for g in ORDER]))
            self.lstm.bias_hh_l0.zero_()
        # The other contenders have one bias a gate.
        self.lstm.bias_hh_l0.requires_grad_(False)

    def forward(self, x, state):
        return self.lstm(x, state)

    def flat(self):
        lstm = self.lstm
        H = lstm.hidden_size
        parts = []
        for at in range(4):
            rows = slice(at * H, (at + 1) * H)
            parts += [lstm.weight_ih_l0[rows], lstm.weight_hh_l0[rows], lstm.bias_ih_l0[rows]]
        return torch.cat([part.reshape(-1) for part in parts]).tolist()


class ByHand(nn.Module):
    """A cell as people write one: a linear layer for each gate on the concatenation of x and h, a loop over time."""

    def __init__(self, I, H, gates):
        super().__init__()
        self.I = I
        self.gates = nn.ModuleList()
        for g in ORDER:
            linear = nn.Linear(I + H, H)
            with torch.no_grad():
                W, U = torch.tensor(gates[g]["W"]).view(H, I), torch.tensor(gates[g]["U"]).view(H, H)
                linear.weight.copy_(torch.cat([W, U], dim=1))
                linear.bias.copy_(torch.tensor(gates[g]["b"]))
            self.gates.append(linear)

    def forward(self, x, state):
        h, c = state[0][0], state[1][0]
        out = []
        for t in range(x.shape[1]):
            z = torch.cat([x[:, t], h], dim=1)
            i, f, g, o = [linear(z) for linear in self.gates]
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            out.append(h)
        return torch.stack(out, dim=1), (h[None], c[None])

    def flat(self):
        parts = []
        for linear in self.gates:
            parts += [linear.weight[:, : self.I], linear.weight[:, self.I :], linear.bias]
        return torch.cat([part.reshape(-1) for part in parts]).tolist()


def contender(task):
    I, H, T, B, kind = task["I"], task["H"], task["T"], task["B"], task["kind"]
    model = {"fused": Fused, "by-hand": ByHand}[task["cell"]](I, H, task["gates"])
    x = torch.tensor(task["x"]).view(B, T, I)
    zero = torch.zeros(1, B, H)

    if kind == "step":
        frames = [x[:, t : t + 1].contiguous() for t in range(T)]
        state = [(zero, zero)]

        def run():
            outputs = []
            with torch.inference_mode():
                for frame in frames:
                    y, state[0] = model(frame, state[0])
                    outputs.append(y)
            return outputs

        return run, lambda: {"h": torch.cat(run(), dim=1).reshape(-1).tolist()}

    if kind == "sequence":

        def run():
            with torch.inference_mode():
                return model(x, (zero, zero))[0]

        return run, lambda: {"h": run().reshape(-1).tolist()}

    y = torch.tensor(task["y"]).view(B, T, H)
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=task["lr"])

    def run():
        optimizer.zero_grad()
        loss = torch.mean((model(x, (zero, zero))[0] - y) ** 2)
        loss.backward()
        optimizer.step()
        return loss.item()

    def answer():
        losses = [run() for _ in range(task["updates"])]
        return {"loss": losses, "weights": model.flat()}

    return run, answer


run, answer = contender(json.loads(sys.stdin.readline()))
for line in sys.stdin:
    request = json.loads(line)
    reply = {}
    if request.get("answer"):
        reply = answer()
    for _ in range(request.get("calls", 0)):
        run()
    print(json.dumps(reply), flush=True)
