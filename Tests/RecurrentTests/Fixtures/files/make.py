"""Makes the files in this folder: python make.py (numpy 2.4.6, ml_dtypes, safetensors 0.8.0).

Every array is small and counts up, so that the tests can say its elements in a line.
"""

import io
import struct
import zipfile

import ml_dtypes
import numpy as np
from numpy.lib import format as npy
from safetensors.numpy import save as safetensors


def write(name, content):
    with open(name, "wb") as file:
        file.write(content)


def save(name, array, version=None):
    stream = io.BytesIO()
    if version is None:
        np.save(stream, array)
    else:
        npy.write_array(stream, array, version=version)
    write(name, stream.getvalue())


# One small array in every element type; byte order where there is one.
special = [0.0, -0.0, 1.0, -2.5, np.inf, -np.inf, 65504.0, 6e-8]
for kind in ["<f8", ">f8", "<f4", ">f4", "<f2", ">f2"]:
    save(f"{'big' if kind[0] == '>' else 'little'}_{kind[1:]}.npy", np.array(special, kind))
for size in [1, 2, 4, 8]:
    for order in "<>":
        name = "big" if order == ">" else "little"
        # The largest that a Double has too.
        most = min(2 ** (8 * size - 1) - 1, 2**53)
        least = -most - (size < 8)
        save(f"{name}_i{size}.npy", np.array([0, 1, -1, most, least], f"{order}i{size}"))
        most = min(2 ** (8 * size) - 1, 2**63)
        save(f"{name}_u{size}.npy", np.array([0, 1, most], f"{order}u{size}"))
save("bool.npy", np.array([True, False, True]))

# Shapes and orders.
box = np.arange(24.0).reshape(2, 3, 4)
save("scalar.npy", np.array(2.5))
save("empty.npy", np.zeros((3, 0, 2)))
save("row.npy", np.arange(5.0))
save("matrix_f4.npy", np.arange(6, dtype="f4").reshape(2, 3))
save("matrix_i8.npy", np.arange(6, dtype="i8").reshape(2, 3))
save("box.npy", box)
save("box_fortran.npy", np.asfortranarray(box))
save("box_2.npy", box, (2, 0))
save("box_3.npy", box, (3, 0))
# Without padding the header ends at 192 bytes, which needs none: numpy adds a whole block of 64.
save("block.npy", np.zeros((0,) + (1,) * 35))

# What is refused.
save("objects.npy", np.array([None, 1], dtype=object))
save("structured.npy", np.zeros(2, [("a", "f8"), ("b", "i4")]))
save("complex.npy", np.zeros(2, "c16"))
save("text.npy", np.array(["ab"]))
save("large.npy", np.array([2**53, 2**53 + 1]))

# Archives.
weights = {"weight_ih_l0": np.arange(6.0).reshape(2, 3), "bias": np.array([0.5, -0.5], "f4")}
stream = io.BytesIO()
np.savez(stream, **weights)
write("stored.npz", stream.getvalue())
stream = io.BytesIO()
np.savez_compressed(stream, zeros=np.zeros(200), **weights)
write("deflated.npz", stream.getvalue())


class Pipe(io.BytesIO):
    """A stream that cannot go back: sizes come after the data."""

    def seekable(self):
        return False

    def seek(self, *arguments):
        raise io.UnsupportedOperation

    def tell(self):
        raise io.UnsupportedOperation


stream = Pipe()
np.savez(stream, **weights)
write("streamed.npz", stream.getvalue())

# The same in a directory of zip64 with a comment: every number stands in its long form.
array = io.BytesIO()
np.save(array, np.arange(3.0))
contents, name = array.getvalue(), b"a.npy"
checksum = zipfile.crc32(contents)
local = struct.pack(
    "<4s5H3L2H", b"PK\3\4", 45, 0, 0, 0, 33, checksum, 2**32 - 1, 2**32 - 1, len(name), 20)
local += name + struct.pack("<2H2Q", 1, 16, len(contents), len(contents)) + contents
record = struct.pack(
    "<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, 0, 0, 33, checksum, 2**32 - 1, 2**32 - 1, len(name),
    28 + 5, 2, 0, 0, 0, 2**32 - 1)
record += name + struct.pack("<2HB", 0x7075, 1, 0)
record += struct.pack("<2H3Q", 1, 24, len(contents), len(contents), 0) + b"hi"
end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(record), len(local))
end += struct.pack("<4sLQL", b"PK\6\7", 0, len(local) + len(record), 1)
most = [2**16 - 1] * 2 + [2**32 - 1] * 2
end += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *most, 5) + b"hello"
write("zip64.npz", local + record + end)
assert np.array_equal(np.load("zip64.npz")["a"], np.arange(3.0))

# safetensors: the order on disk is not the order of the dictionary.
write("floats.safetensors", safetensors({
    "b": np.arange(3, dtype="f4"),
    "weight_ih_l0": np.arange(6.0).reshape(2, 3),
    "a": np.array(1.5, "f4"),
    "é\"\\\n\x01": np.zeros((0, 2)),
}, {"format": "pt"}))
kinds = ["u8", "i8", "f8", "f4", "u4", "i4", ml_dtypes.bfloat16, "f2", "u2", "i2", "i1", "u1", "?"]
write("kinds.safetensors", safetensors({
    f"{13 - number:02}": np.array([1, 0], kind) for number, kind in enumerate(kinds)
}))
write("none.safetensors", safetensors({}))
