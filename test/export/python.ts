/** Python with PyTorch, where there is one. */
import { execFileSync } from 'node:child_process';

/**
 * The Python that PYTHON names, or else the one that is installed, if it has PyTorch.
 * @throws where PYTHON names one that has not: whoever sets it wants these tests to run
 */
export function findTorch({ PYTHON: wanted }: NodeJS.ProcessEnv = process.env): string | undefined {
  for (const python of wanted ? [wanted] : ['python3', 'python']) {
    try {
      execFileSync(python, ['-c', 'import torch, numpy'], { stdio: 'pipe' });
      return python;
    } catch (error) {
      if (wanted) throw new Error(`PYTHON names '${wanted}', which has no PyTorch`, { cause: error });
    }
  }
  return undefined;
}

/** Runs each case's module in double precision: outputs, final states, gradients, and what it saves. */
export const runner = `
import importlib, json, re, sys
import torch
from torch import nn

folder = sys.argv[1]
sys.path.insert(0, folder)
torch.set_num_threads(1)


def tensor(of, grad):
    return torch.tensor(of["data"], dtype=torch.float64).reshape(of["shape"]).requires_grad_(grad)


def listed(tensors):
    return {name: value.detach().flatten().tolist() for name, value in tensors.items() if value is not None}


def run_modules(load_weights, printed, path, x):
    """The modules that a state_dict is for, as PyTorch prints them, one after the other from zero states."""
    modules = re.finditer(r"^  \\((\\w+)\\): (.*)$", printed, re.M)
    net = nn.ModuleDict({name: eval("nn." + text) for name, text in (each.groups() for each in modules)})
    load_weights(net.double(), path)
    for module in net.values():
        x = module(x.long() if isinstance(module, nn.Embedding) else x)
        x = x[0] if isinstance(x, tuple) else x
    return x.detach()


results = []
for case in json.load(open(folder + "/cases.json")):
    module = importlib.import_module(case["module"])
    model = getattr(module, case["class"])().double().eval()
    module.load_weights(model, folder + "/" + case["weights"])
    model.requires_grad_(True)
    x = tensor(case["x"], case["features"])
    states = {name: tensor(value, True) for name, value in case["states"].items()}
    output, final = model(x, states)
    total = (output * tensor(case["gy"], False)).sum()
    for name, value in final.items():
        total = total + (value * tensor(case["gstates"][name], False)).sum()
    total.backward()
    module.save_weights(model, folder + "/" + case["weights"] + ".saved")
    modules = None
    if case.get("printed"):
        path = folder + "/" + case["module"] + ".pytorch.safetensors"
        modules = run_modules(module.load_weights, case["printed"], path, x.detach())
        modules = (modules[:, -1] if case["last"] else modules).flatten().tolist()
    noisy = model.train()(x, states)[0]
    results.append({
        "output": output.detach().flatten().tolist(),
        "states": listed(final),
        "grads": listed({name: p.grad for name, p in model.named_parameters()}),
        "gstates": listed({name: s.grad for name, s in states.items()}),
        "gx": x.grad.flatten().tolist() if x.grad is not None else None,
        "modules": modules,
        "noise": (noisy - output).abs().max().item(),
    })
json.dump(results, open(folder + "/results.json", "w"))
`;
