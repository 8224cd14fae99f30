"""Files go out so that no browser runs anything in them; raw bodies have their own bounds."""

from server.http.files import FILE_POLICY, File, file_response


def test_threat10_a_named_file_is_saved_and_never_shown() -> None:
    headers = file_response(File(b"%PDF", "application/pdf", '证据 "1"\r\nX: y.pdf')).headers
    disposition = headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=\"file.pdf\"; filename*=UTF-8''%E8%AF%81")
    assert "\r" not in disposition
    assert "%0D%0A" in disposition
    assert headers["Content-Security-Policy"] == FILE_POLICY


def test_an_ending_that_is_none_is_left_out_for_old_readers() -> None:
    for name in ("证据", "a.证", "a.b c"):
        disposition = file_response(File(b"x", "image/png", name)).headers["Content-Disposition"]
        assert disposition.startswith('attachment; filename="file";')


def test_a_picture_without_a_name_is_shown_where_it_was_asked_for() -> None:
    response = file_response(File(b"x", "image/png"))
    assert response.headers["Content-Disposition"] == "inline"
    assert response.content_type == "image/png"
    assert response.headers["Cache-Control"] == "no-store"
