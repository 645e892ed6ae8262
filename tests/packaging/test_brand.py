"""The marks have the sizes Home Assistant asks for, and are what script/brand draws."""

from pathlib import Path
import subprocess
import sys

from PIL import Image, ImageChops
import pytest

from .repository import INTEGRATION, ROOT

BRAND = INTEGRATION / "brand"
NAMES = [f"{theme}{kind}{density}" for theme in ("", "dark_") for kind in ("icon", "logo") for density in ("", "@2x")]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with freshly drawn pictures."""
    folder = tmp_path_factory.mktemp("brand")
    subprocess.run([sys.executable, ROOT / "script" / "brand_images.py", folder], check=True, capture_output=True)
    return folder


def test_there_are_these_pictures_and_no_others() -> None:
    assert {path.name for path in BRAND.iterdir()} == {f"{name}.png" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_size_and_transparency(name: str) -> None:
    factor = 2 if name.endswith("@2x") else 1
    with Image.open(BRAND / f"{name}.png") as picture:
        assert picture.format == "PNG"
        if "icon" in name:
            assert picture.size == (256 * factor, 256 * factor)
        else:
            assert 128 * factor <= min(picture.size) <= 256 * factor
            assert picture.width > picture.height
        opacity = picture.convert("RGBA").getchannel("A")
        assert opacity.getextrema() == (0, 255)


@pytest.mark.parametrize("name", NAMES)
def test_picture_is_the_one_its_script_draws(name: str, drawn: Path) -> None:
    with Image.open(BRAND / f"{name}.png") as kept, Image.open(drawn / f"{name}.png") as fresh:
        assert kept.size == fresh.size
        difference = ImageChops.difference(kept.convert("RGBA"), fresh.convert("RGBA"))
        # Another release of the imaging library may round an edge differently.
        assert max(difference.tobytes()) <= 16
