@echo off
rem Installs nianbao for this user, without a network. This file is in GBK in the zip.
cd /d "%~dp0"
set "PYTHONUTF8=0"
if not exist install.py (
    echo 请先把压缩包全部解开，再双击解开以后的“安装”。
    goto failed
)
where py >nul 2>nul && py -3 install.py && goto done
where py >nul 2>nul && goto failed
where python >nul 2>nul && python install.py && goto done
where python >nul 2>nul && goto failed
echo 没有找到 Python。请先安装 Python 3.11 或更新的 64 位版本；装不了的，请用不需要 Python 的整合包。
:failed
echo.
echo 没有装成。请把上面的文字告诉管理员。
pause
exit /b 1
:done
pause
