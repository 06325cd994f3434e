/** The parts of every module that is written: running a cell over time, reading and writing weights, and helpers. */
import type { Helper } from './ops.ts';

export const helpers: Readonly<Record<Helper, string>> = {
  minimum: `def minimum(a, b):
    """The smaller, element by element; where both are equal, the gradient is a's."""
    return torch.where(a > b, b, a)`,
  maximum: `def maximum(a, b):
    """The larger, element by element; where both are equal, the gradient is b's."""
    return torch.where(a > b, a, b)`,
  above_zero: `def above_zero(x):
    """1 where x > 0, else 0."""
    return (x > 0).to(x.dtype)`,
  equal: `def equal(a, b):
    """1 where both are equal, else 0."""
    return torch.eq(a, b).to((a if torch.is_tensor(a) else b).dtype)`,
  choose: `def choose(c, a, b):
    """a where c > 0, else b; any of them may be a number."""
    like = next(value for value in (c, a, b) if torch.is_tensor(value))
    c, a, b = (value if torch.is_tensor(value) else like.new_full((), value) for value in (c, a, b))
    return torch.where(c > 0, a, b)`,
  draw: `def draw(like, probability, value, mean, training):
    """In training, factors that are \`value\` with this probability, else 0; otherwise their mean."""
    if not training:
        return torch.full_like(like, mean)
    return torch.bernoulli(torch.full_like(like, probability)) * value`,
};

export const cellClass = `class Cell(nn.Module):
    """One time step, and the loop over time: what all cells have in common."""

    def __init__(self, reverse=False):
        super().__init__()
        self.reverse = reverse
        self.states = {}

    def forward(self, x, states):
        """x: [batch, time, input]. Returns the output of every time step, and the final states."""
        if not self.states:
            return self.step(x)[0], {}
        carried = [
            states[name] if name in states else x.new_zeros(len(x), *shape)
            for name, shape in self.states.items()
        ]
        outputs = []
        for x_t in reversed(x.unbind(1)) if self.reverse else x.unbind(1):
            y, carried = self.step(x_t, *carried)
            outputs.append(y)
        if self.reverse:
            outputs.reverse()
        return torch.stack(outputs, 1), dict(zip(self.states, carried))`;

/** The same with masks that hold for a whole sequence. */
export const maskedCellClass = cellClass
  .replace('        self.states = {}\n', '        self.states = {}\n        self.masks = {}\n')
  .replace('        carried = [', '        self.masks = {}\n        carried = [')
  .concat(`

    def mask(self, name, like, probability, value, mean):
        """Factors that are drawn once for each sequence."""
        if name not in self.masks:
            self.masks[name] = draw(like, probability, value, mean, self.training)
        return self.masks[name]`);

export const bothClass = `class Both(nn.Module):
    """Two cells that read the sequence forwards and backwards; their outputs lie side by side."""

    def __init__(self, forward, backward):
        super().__init__()
        # Parameters are called as in cellc; add_module() would not take a name that is a method's.
        self._modules["forward"] = forward
        self._modules["backward"] = backward

    def forward(self, x, states):
        outputs, final = [], {}
        for name, cell in self._modules.items():
            y, own = cell(x, part_of(states, name))
            outputs.append(y)
            final.update({f"{name}.{key}": value for key, value in own.items()})
        return torch.cat(outputs, dim=-1), final`;

export const partOf = `def part_of(states, name):
    """The states whose names begin with \`name.\`, without it."""
    return {key[len(name) + 1 :]: value for key, value in states.items() if key.startswith(name + ".")}`;

export const weightFunctions = `_DTYPES = {"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64}


def load_weights(model, path):
    """Reads the weights that cellc wrote (safetensors), or that save_weights did."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    model.metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, about in header.items():
        start, end = about["data_offsets"]
        values = torch.frombuffer(bytearray(data[start:end]), dtype=_DTYPES[about["dtype"]])
        tensors[name] = values.reshape(about["shape"])
    model.load_state_dict(tensors)
    return model


def save_weights(model, path):
    """Writes the weights as safetensors, for cellc."""
    header, parts, end = {"__metadata__": model.metadata}, [], 0
    for name, tensor in model.state_dict().items():
        kind = "F64" if tensor.dtype == torch.float64 else "F32"
        part = tensor.detach().cpu().to(_DTYPES[kind]).contiguous().numpy().tobytes()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [end, end + len(part)]}
        parts.append(part)
        end += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + b"".join(parts))`;
