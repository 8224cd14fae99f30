"""AT-4: verify.html out of a bundle, opened from disk in a browser that reaches no network."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from agreements.bundle.verifiers import verify_html
from tests.agreements.render.samples import sample_document
from tests.agreements.verify.sealed import SealedCase, opened_house, sealed_case, with_seal
from tests.agreements.verify.tampers import flipped
from tests.browser.conftest import Launch
from tests.browser.devices import APPLICANT, DESKTOP, PHONE, Options


@pytest.fixture(scope="module")
async def case(tmp_path_factory: pytest.TempPathFactory) -> SealedCase:
    return await sealed_case(
        opened_house(tmp_path_factory.mktemp("bundle") / "authority"), with_seal(sample_document())
    )


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_at4_verify_html_from_disk_judges_a_whole_and_an_altered_bundle(
    launch: Launch, case: SealedCase, tmp_path: Path, options: Options
) -> None:
    for name, content in {
        "verify.html": verify_html(),
        "root.pem": case.house.root,
        "whole.zip": case.package,
        "altered.zip": flipped(case.package, len(case.package) // 2),
    }.items():
        (tmp_path / name).write_bytes(content)
    context = await (await launch(APPLICANT)).new_context(**options, offline=True)
    page, faults = await context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if request.url[:5] == "http:" else None)
    await page.goto((tmp_path / "verify.html").as_uri())
    verdict = page.locator("#verdict")
    await page.set_input_files("#bundle", tmp_path / "whole.zip")
    await expect(verdict).to_contain_text("不能全部确认")
    await page.set_input_files("#roots", tmp_path / "root.pem")
    await expect(verdict).to_contain_text("全部成立（测试 test）")
    await expect(page.locator("#case")).to_contain_text("无争议事实确认书：无")
    await page.screenshot(path=tmp_path / "verify.png", full_page=True)
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    await page.set_input_files("#bundle", tmp_path / "altered.zip")
    await expect(verdict).to_contain_text("不成立")
    await context.close()
    assert faults == []
