"""An operator's requests to `operate_views`, without a network; each must succeed."""

from typing import Any

from onewrite.bootstrap import App
from tests.support.http.call import call


def post(app: App, act: str, actor: str = "ada", status: int = 200, **body: Any) -> Any:
    response = call(app.operations, "POST", f"/{act}", body, headers={"X-Actor": actor})
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json()


def get(app: App, path: str, **query: str) -> Any:
    response = call(app.operations, "GET", path, query_string=query)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()
